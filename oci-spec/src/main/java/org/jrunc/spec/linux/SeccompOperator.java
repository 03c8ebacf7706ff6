package org.jrunc.spec.linux;

/** How a filter compares an argument (config-linux.md, "Seccomp"). */
public enum SeccompOperator {
  /** Not equal. */
  SCMP_CMP_NE,
  /** Less than. */
  SCMP_CMP_LT,
  /** Less than or equal. */
  SCMP_CMP_LE,
  /** Equal. */
  SCMP_CMP_EQ,
  /** Greater than or equal. */
  SCMP_CMP_GE,
  /** Greater than. */
  SCMP_CMP_GT,
  /** Equal after a mask. */
  SCMP_CMP_MASKED_EQ
}
