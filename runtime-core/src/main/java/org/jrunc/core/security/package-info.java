/**
 * Capabilities, rlimits, AppArmor and SELinux labels by name. Depends on {@code abi}, {@code linux}
 * and {@code failure}. Start with {@code Capability}.
 */
package org.jrunc.core.security;
