package org.jrunc.core.seccomp;

import java.util.Base64;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.linux.Seccomp;
import org.jspecify.annotations.Nullable;

/** Filters that somebody else has made: crun's annotation {@code run.oci.seccomp_bpf_data}. */
public final class RawFilter {
  private RawFilter() {}

  /**
   * The filter.
   *
   * @param data its instructions in base64
   * @param pointer the field with them
   * @param seccomp the profile whose place it takes, for its flags
   * @param notifies whether somebody answers for system calls
   * @throws SpecFailure if that cannot be a filter; the kernel looks at its instructions
   */
  public static SeccompFilter of(
      String data, String pointer, @Nullable Seccomp seccomp, boolean notifies) {
    byte[] program = decode(data, pointer);
    int length = program.length / BpfInstruction.SIZE;
    if (length == 0
        || program.length % BpfInstruction.SIZE != 0
        || length > SeccompFilter.MOST_INSTRUCTIONS) {
      throw invalid(pointer);
    }
    var flags = seccomp == null ? null : seccomp.flags();
    return new SeccompFilter(program, SeccompCompiler.flags(flags, notifies), notifies);
  }

  private static byte[] decode(String data, String pointer) {
    try {
      return Base64.getMimeDecoder().decode(data);
    } catch (IllegalArgumentException e) {
      throw invalid(pointer);
    }
  }

  private static SpecFailure invalid(String pointer) {
    return new SpecFailure(pointer, "invalid seccomp BPF data");
  }
}
