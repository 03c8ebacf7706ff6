package org.jrunc.core.abi;

/** A processor architecture whose system-call numbers jrunc knows. */
public enum Architecture {
  /** 64-bit x86. */
  X86_64,
  /** 64-bit Arm. */
  AARCH64;

  /**
   * The architecture with the name that uname(2) and the {@code os.arch} property give it.
   *
   * @throws IllegalArgumentException for any other architecture
   */
  public static Architecture of(String machine) {
    return switch (machine) {
      case "x86_64", "amd64" -> X86_64;
      case "aarch64", "arm64" -> AARCH64;
      default ->
          throw new IllegalArgumentException(
              "cannot run on `" + machine + "`: jrunc supports x86_64 and aarch64");
    };
  }
}
