package org.jrunc.spec.linux;

/** Execution domains (config-linux.md, "Personality"; personality(2)). */
public enum PersonalityDomain {
  /** PER_LINUX, the native one. */
  LINUX,
  /** PER_LINUX32, uname(2) reports a 32-bit machine. */
  LINUX32
}
