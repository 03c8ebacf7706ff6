package org.jrunc.spec.linux;

/** Architectures of a filter (config-linux.md, "Seccomp"), named as in libseccomp. */
public enum SeccompArch {
  /** 32-bit x86. */
  SCMP_ARCH_X86,
  /** 64-bit x86. */
  SCMP_ARCH_X86_64,
  /** x32 on 64-bit x86. */
  SCMP_ARCH_X32,
  /** 32-bit Arm. */
  SCMP_ARCH_ARM,
  /** 64-bit Arm. */
  SCMP_ARCH_AARCH64,
  /** 64-bit LoongArch. */
  SCMP_ARCH_LOONGARCH64,
  /** Motorola 68000. */
  SCMP_ARCH_M68K,
  /** 32-bit MIPS, big endian. */
  SCMP_ARCH_MIPS,
  /** 64-bit MIPS, big endian. */
  SCMP_ARCH_MIPS64,
  /** MIPS n32, big endian. */
  SCMP_ARCH_MIPS64N32,
  /** 32-bit MIPS, little endian. */
  SCMP_ARCH_MIPSEL,
  /** 64-bit MIPS, little endian. */
  SCMP_ARCH_MIPSEL64,
  /** MIPS n32, little endian. */
  SCMP_ARCH_MIPSEL64N32,
  /** 32-bit PowerPC. */
  SCMP_ARCH_PPC,
  /** 64-bit PowerPC, big endian. */
  SCMP_ARCH_PPC64,
  /** 64-bit PowerPC, little endian. */
  SCMP_ARCH_PPC64LE,
  /** 31-bit s390. */
  SCMP_ARCH_S390,
  /** 64-bit s390. */
  SCMP_ARCH_S390X,
  /** SuperH, little endian. */
  SCMP_ARCH_SH,
  /** SuperH, big endian. */
  SCMP_ARCH_SHEB,
  /** 32-bit PA-RISC. */
  SCMP_ARCH_PARISC,
  /** 64-bit PA-RISC. */
  SCMP_ARCH_PARISC64,
  /** 64-bit RISC-V. */
  SCMP_ARCH_RISCV64
}
