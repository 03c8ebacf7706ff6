/**
 * Shares of cache and memory bandwidth, by groups of the resctrl file system. Depends on {@code
 * linux} and {@code plan}. Start with {@code ResourceGroups}.
 */
package org.jrunc.core.rdt;
