/**
 * The life of a container: identifiers, states, the transition table and the operations. May depend
 * on every other package of this module. Start with {@code Containers}.
 */
package org.jrunc.core.container;
