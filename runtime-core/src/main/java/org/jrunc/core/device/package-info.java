/**
 * Which devices a container may use: the rules of config.json and runc's default list, reduced to
 * the exceptions that the kernel keeps. Pure; depends on {@code failure} and the spec. Start with
 * {@code DevicePolicy}.
 */
package org.jrunc.core.device;
