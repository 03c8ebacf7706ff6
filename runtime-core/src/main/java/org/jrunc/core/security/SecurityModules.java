package org.jrunc.core.security;

/**
 * Which Linux security modules with labels for processes are at work on the host.
 *
 * @param apparmor whether AppArmor is
 * @param selinux whether SELinux is
 */
public record SecurityModules(boolean apparmor, boolean selinux) {
  /** Neither. */
  public static final SecurityModules NONE = new SecurityModules(false, false);
}
