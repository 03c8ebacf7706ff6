package org.jrunc.core.linux;

import static org.jrunc.core.linux.Call.bytes;
import static org.jrunc.core.linux.Call.check;
import static org.jrunc.core.linux.Call.is;
import static org.jrunc.core.linux.Call.result;

import java.util.OptionalInt;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Architecture;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.abi.Syscall;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.linux.binding.LibC;
import org.jrunc.core.linux.binding.LibSeccomp;

/** The libseccomp of this host, which turns rules about system calls into BPF programs. */
public final class SeccompLibrary {
  private static final int UNKNOWN = -1;

  private SeccompLibrary() {}

  /**
   * Loads the library.
   *
   * @throws HostFailure if it is not installed
   */
  public static SeccompLibrary load() {
    try {
      LibSeccomp.seccomp_api_get();
      return new SeccompLibrary();
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      throw new HostFailure(
          "cannot load libseccomp.so.2, which seccomp filters are made with: not found",
          "install libseccomp (Debian: libseccomp2), or remove linux.seccomp from config.json");
    }
  }

  /** Its version, as {@code 2.5.4}. */
  public String version() {
    var version = LibSeccomp.seccomp_version();
    return version.getInt(0) + "." + version.getInt(4) + "." + version.getInt(8);
  }

  /** The token of the architecture it was built for. */
  public int nativeArchitecture() {
    return LibSeccomp.seccomp_arch_native();
  }

  /** Whether it has heard of an architecture. */
  public boolean knows(int architecture) {
    return resolve("read", architecture).isPresent();
  }

  /**
   * The number by which rules know a system call, negative if only other architectures have it.
   * Empty if the library has never heard of it.
   */
  public OptionalInt resolve(String syscall) {
    return known(LibSeccomp.seccomp_syscall_resolve_name(bytes(syscall)));
  }

  /**
   * The number of a system call on an architecture, negative if that does not have it. Empty if the
   * library has never heard of the call.
   */
  public OptionalInt resolve(String syscall, int architecture) {
    return known(LibSeccomp.seccomp_syscall_resolve_name_arch(architecture, bytes(syscall)));
  }

  private static OptionalInt known(int number) {
    return number == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** A new filter without rules. */
  public SeccompBuilder builder(int defaultAction) {
    return new SeccompBuilder(defaultAction);
  }

  /**
   * Whether the running kernel knows flags of seccomp(2). It is asked to install no filter at all:
   * that it refuses, but only after looking at the flags.
   */
  public static boolean kernelKnows(int flags) {
    int number = Syscall.SECCOMP.number(Architecture.of(System.getProperty("os.arch", "")));
    long done = result(() -> LibC.syscall(number, Abi.SECCOMP_SET_MODE_FILTER, flags, 0, 0, 0, 0));
    if (is(done, Errno.EINVAL)) {
      return false;
    }
    if (is(done, Errno.EFAULT)) {
      return true;
    }
    check(done, "ask for flags of seccomp", "seccomp", "SECCOMP_SET_MODE_FILTER", flags, "NULL");
    return true;
  }
}
