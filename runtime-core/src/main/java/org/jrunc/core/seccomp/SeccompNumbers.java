package org.jrunc.core.seccomp;

import org.jrunc.spec.linux.SeccompAction;
import org.jrunc.spec.linux.SeccompArch;
import org.jrunc.spec.linux.SeccompOperator;
import org.jspecify.annotations.Nullable;

/** The numbers behind the names of config.json: seccomp.h of libseccomp, linux/audit.h. */
final class SeccompNumbers {
  static final int EPERM = 1;
  static final int ENOSYS = 38;
  static final int X86_64 = 0xc000003e;
  static final int X32 = 0x4000003e;

  private static final int DATA = 0xffff;
  private static final int ERRNO = 0x00050000;
  private static final int TRACE = 0x7ff00000;

  private SeccompNumbers() {}

  /** An action with its errno; absent is EPERM, as in runc. */
  static int action(SeccompAction action, @Nullable Integer errno) {
    return switch (action) {
      case SCMP_ACT_KILL, SCMP_ACT_KILL_THREAD -> 0;
      case SCMP_ACT_KILL_PROCESS -> 0x80000000;
      case SCMP_ACT_TRAP -> 0x00030000;
      case SCMP_ACT_ERRNO -> errno(errno == null ? EPERM : errno);
      case SCMP_ACT_TRACE -> TRACE | ((errno == null ? EPERM : errno) & DATA);
      case SCMP_ACT_ALLOW -> 0x7fff0000;
      case SCMP_ACT_LOG -> 0x7ffc0000;
      case SCMP_ACT_NOTIFY -> 0x7fc00000;
    };
  }

  /** The action that fails a call with an errno. */
  static int errno(int number) {
    return ERRNO | (number & DATA);
  }

  static int operator(SeccompOperator operator) {
    return switch (operator) {
      case SCMP_CMP_NE -> 1;
      case SCMP_CMP_LT -> 2;
      case SCMP_CMP_LE -> 3;
      case SCMP_CMP_EQ -> 4;
      case SCMP_CMP_GE -> 5;
      case SCMP_CMP_GT -> 6;
      case SCMP_CMP_MASKED_EQ -> 7;
    };
  }

  /** The token of libseccomp for an architecture. */
  static int token(SeccompArch architecture) {
    return switch (architecture) {
      case SCMP_ARCH_X86 -> 0x40000003;
      case SCMP_ARCH_X86_64 -> X86_64;
      case SCMP_ARCH_X32 -> X32;
      case SCMP_ARCH_ARM -> 0x40000028;
      case SCMP_ARCH_AARCH64 -> 0xc00000b7;
      case SCMP_ARCH_LOONGARCH64 -> 0xc0000102;
      case SCMP_ARCH_M68K -> 0x00000004;
      case SCMP_ARCH_MIPS -> 0x00000008;
      case SCMP_ARCH_MIPS64 -> 0x80000008;
      case SCMP_ARCH_MIPS64N32 -> 0xa0000008;
      case SCMP_ARCH_MIPSEL -> 0x40000008;
      case SCMP_ARCH_MIPSEL64 -> 0xc0000008;
      case SCMP_ARCH_MIPSEL64N32 -> 0xe0000008;
      case SCMP_ARCH_PPC -> 0x00000014;
      case SCMP_ARCH_PPC64 -> 0x80000015;
      case SCMP_ARCH_PPC64LE -> 0xc0000015;
      case SCMP_ARCH_S390 -> 0x00000016;
      case SCMP_ARCH_S390X -> 0x80000016;
      case SCMP_ARCH_SH -> 0x4000002a;
      case SCMP_ARCH_SHEB -> 0x0000002a;
      case SCMP_ARCH_PARISC -> 0x0000000f;
      case SCMP_ARCH_PARISC64 -> 0x8000000f;
      case SCMP_ARCH_RISCV64 -> 0xc00000f3;
    };
  }

  /** What the kernel calls the architecture of a token: x32 is a mode of x86_64. */
  static int auditArchitecture(int token) {
    return token == X32 ? X86_64 : token;
  }

  /** Whether system call number 0 of an architecture stands for all that it does not know. */
  static boolean multiplexes(int token) {
    return token == token(SeccompArch.SCMP_ARCH_S390)
        || token == token(SeccompArch.SCMP_ARCH_S390X);
  }
}
