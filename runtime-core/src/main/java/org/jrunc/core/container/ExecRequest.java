package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a caller of {@code exec} asks for. Paths are absolute.
 *
 * @param id the container's id, as given
 * @param process what is to run
 * @param detach whether it is left alone once it runs
 * @param consoleSocket the socket that takes the terminal's master
 * @param pidfdSocket the socket that takes a pidfd of the process
 * @param pidFile the file that takes its pid
 * @param preserveDescriptors how many descriptors after stderr it inherits
 * @param cgroups cgroups below the container's that it joins instead, as {@code cpu:sub}
 * @param ignorePaused whether the container may be paused; the process then waits with it
 */
public record ExecRequest(
    String id,
    Wanted process,
    boolean detach,
    Optional<Path> consoleSocket,
    Optional<Path> pidfdSocket,
    Optional<Path> pidFile,
    int preserveDescriptors,
    List<String> cgroups,
    boolean ignorePaused) {
  /** Copies the list. */
  public ExecRequest {
    cgroups = List.copyOf(cgroups);
  }

  /** What is to run in a container. */
  public sealed interface Wanted {}

  /** The process of a file, config.md "Process", as it stands there. */
  public record ProcessFile(Path path) implements Wanted {}

  /**
   * The container's own process, but for this.
   *
   * @param arguments the program and its arguments
   * @param cwd where it starts
   * @param environment variables that are set as well
   * @param terminal whether it gets a terminal
   * @param user {@code user[:group]}, by numbers or by the names of the container
   * @param additionalGids groups that it has as well
   * @param selinuxLabel its SELinux label
   * @param apparmorProfile its AppArmor profile
   * @param noNewPrivileges whether it can gain no privileges
   * @param capabilities capabilities that it has as well
   */
  public record Changes(
      List<String> arguments,
      Optional<String> cwd,
      List<String> environment,
      boolean terminal,
      Optional<String> user,
      List<Long> additionalGids,
      Optional<String> selinuxLabel,
      Optional<String> apparmorProfile,
      Optional<Boolean> noNewPrivileges,
      List<String> capabilities)
      implements Wanted {
    /** Copies the lists. */
    public Changes {
      arguments = List.copyOf(arguments);
      environment = List.copyOf(environment);
      additionalGids = List.copyOf(additionalGids);
      capabilities = List.copyOf(capabilities);
    }
  }

  /** A plain {@code exec} of a command. */
  public static ExecRequest of(String id, String... command) {
    var changes =
        new Changes(
            List.of(command),
            Optional.empty(),
            List.of(),
            false,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return of(id, changes);
  }

  /** A plain {@code exec} of a process. */
  public static ExecRequest of(String id, Wanted process) {
    return new ExecRequest(
        id,
        process,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        List.of(),
        false);
  }
}
