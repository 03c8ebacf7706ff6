package org.jrunc.spec.linux;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the system call filter (config-linux.md, {@code syscalls}).
 *
 * @param names names of system calls; unknown ones are skipped
 * @param action what happens to them
 * @param errnoRet errno for an action that returns one; absent means EPERM
 * @param args conditions that must all hold
 */
public record SyscallRule(
    List<String> names,
    SeccompAction action,
    @Nullable Integer errnoRet,
    List<SyscallArgument> args) {

  public SyscallRule {
    names = Fields.orEmpty(names);
    action = Fields.required("action", action);
    Fields.notNegative("errnoRet", errnoRet);
    args = Fields.orEmpty(args);
  }
}
