/**
 * Speaks with CRIU, which writes the processes of a container to image files and makes them anew
 * from there: criu(8), the messages of its {@code rpc.proto}. May depend on {@code launch} and
 * {@code linux}. Start with {@link org.jrunc.core.criu.CriuProcess}.
 */
package org.jrunc.core.criu;
