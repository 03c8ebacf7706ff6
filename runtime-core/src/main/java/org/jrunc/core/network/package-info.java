/**
 * Network devices that move into containers, by rtnetlink(7) messages on sockets that processes in
 * both namespaces have opened. Depends on {@code linux} and {@code plan}. Start with {@code
 * NetworkDevices}.
 */
package org.jrunc.core.network;
