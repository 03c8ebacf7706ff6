package org.jrunc.spec.linux;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The system call filter (config-linux.md, "Seccomp"; seccomp(2)).
 *
 * <p>{@code flags} keeps absent and empty apart: absent lets the runtime choose, as runc does with
 * {@code SECCOMP_FILTER_FLAG_SPEC_ALLOW}, empty means no flags.
 *
 * @param defaultAction what happens to system calls without a rule
 * @param defaultErrnoRet errno for a default action that returns one; absent means EPERM
 * @param architectures architectures beyond the native one
 * @param flags filter flags; null when absent
 * @param listenerPath unix socket that receives the notification descriptor
 * @param listenerMetadata opaque text sent along with it
 * @param syscalls rules, in order
 */
public record Seccomp(
    SeccompAction defaultAction,
    @Nullable Integer defaultErrnoRet,
    List<SeccompArch> architectures,
    @Nullable List<SeccompFlag> flags,
    @Nullable String listenerPath,
    @Nullable String listenerMetadata,
    List<SyscallRule> syscalls) {

  public Seccomp {
    defaultAction = Fields.required("defaultAction", defaultAction);
    Fields.notNegative("defaultErrnoRet", defaultErrnoRet);
    architectures = Fields.orEmpty(architectures);
    flags = Fields.copyOrNull(flags);
    listenerPath = Fields.emptyToNull(listenerPath);
    listenerMetadata = Fields.emptyToNull(listenerMetadata);
    syscalls = Fields.orEmpty(syscalls);
  }
}
