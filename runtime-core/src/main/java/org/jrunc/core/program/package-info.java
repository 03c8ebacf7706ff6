/**
 * Lowers a plan to system calls, encodes them for the executor and prints them. Pure: depends on
 * {@code plan} and {@code abi}. Start with {@code Program}.
 */
package org.jrunc.core.program;
