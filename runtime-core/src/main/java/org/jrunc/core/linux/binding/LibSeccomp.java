package org.jrunc.core.linux.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The functions of libseccomp that jrunc calls, none of which installs a filter in this process.
 * They return negative error numbers and leave errno alone. Names are NUL-terminated bytes. The
 * library is looked for when this class is first used; without it that ends in an {@link
 * UnsatisfiedLinkError}.
 */
public final class LibSeccomp {
  static {
    // By its versioned name: the plain one is part of the development package only.
    Native.register(LibSeccomp.class, NativeLibrary.getInstance("libseccomp.so.2"));
  }

  /** Size of a {@code struct scmp_arg_cmp}: u32 arg, u32 op, u64 datum_a, u64 datum_b. */
  public static final int SIZE_OF_COMPARISON = 24;

  private LibSeccomp() {}

  /** A {@code struct scmp_version} of three u32, not to be freed: seccomp_version(3). */
  public static native Pointer seccomp_version();

  /** The API level, from 1 on: seccomp_api_get(3). */
  public static native int seccomp_api_get();

  /** A new filter, or null: seccomp_init(3). */
  public static native Pointer seccomp_init(int defaultAction);

  /** Frees a filter: seccomp_release(3). */
  public static native void seccomp_release(Pointer filter);

  /** The token of the native architecture: seccomp_arch_native(3). */
  public static native int seccomp_arch_native();

  /** 0, or a negative error number: seccomp_arch_add(3). */
  public static native int seccomp_arch_add(Pointer filter, int architecture);

  /** 0, or a negative error number: seccomp_attr_set(3). */
  public static native int seccomp_attr_set(Pointer filter, int attribute, int value);

  /** A number, below -1 if only other architectures have the call, or -1: see below. */
  public static native int seccomp_syscall_resolve_name(byte[] name);

  /** A number, below -1 if only others have the call, or -1: seccomp_syscall_resolve_name(3). */
  public static native int seccomp_syscall_resolve_name_arch(int architecture, byte[] name);

  /** 0, or a negative error number: seccomp_rule_add(3). */
  public static native int seccomp_rule_add_array(
      Pointer filter, int action, int syscall, int count, Pointer comparisons);

  /** 0, or a negative error number: seccomp_export_bpf(3). */
  public static native int seccomp_export_bpf(Pointer filter, int fd);
}
