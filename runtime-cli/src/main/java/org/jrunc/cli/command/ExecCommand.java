package org.jrunc.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.session.Session;
import org.jrunc.core.container.ExecRequest;

/** {@code exec}: runs another process in a container. */
final class ExecCommand implements Command {
  /** What runc exits with when it cannot run the command, whatever the reason. */
  private static final int FAILURE = 255;

  static final Flag PROCESS = Flag.text("process", "file that describes the process").or("p");

  private static final long MAX_ID = 0xffff_ffffL;

  @Override
  public CommandModel model() {
    return CommandModel.of(
            "exec",
            "execute another process in a container",
            """
            <container-id> <command> [argument...]
               or: --process <file> <container-id>

            The command is looked for in the container. Everything after the id belongs to it.\
            """,
            """
            Runs a command in a container that is created or running, in all of its namespaces and
            cgroups. It is the container's own process in everything but what the flags change: its
            environment, user, limits, capabilities and so on. With --process they come from a file
            that holds a process as config.json describes it, and those flags do not count.

            In the foreground signals are forwarded to the command, and the exit status is its own,
            or 128 and the signal's number added if a signal ended it. If it cannot be run the exit
            status is 255.\
            """,
            Arity.between(1, Integer.MAX_VALUE),
            flags())
        .stoppingAtFirstArgument();
  }

  private static Flag[] flags() {
    return new Flag[] {
      Flag.text(
          "console-socket",
          "path of a listening AF_UNIX socket that receives the master side of the terminal"),
      Flag.text(
          "pidfd-socket",
          "path of a listening AF_UNIX socket that receives a pidfd of the process"),
      Flag.text("cwd", "directory of the container to start in"),
      Flag.list("env", "set a variable of the environment, as NAME=value").or("e"),
      Flag.bool("tty", "give the command a terminal").or("t"),
      Flag.text("user", "user and group, as numbers or by name: user[:group]").or("u"),
      Flag.list("additional-gids", "number of another group").or("g"),
      PROCESS,
      Flag.bool("detach", "return as soon as the command runs").or("d"),
      Flag.text("pid-file", "file to write the process's id to"),
      Flag.text("process-label", "SELinux label of the process"),
      Flag.text("apparmor", "AppArmor profile of the process"),
      Flag.bool("no-new-privs", "never let the process gain privileges"),
      Flag.list("cap", "add a capability, such as CAP_NET_ADMIN").or("c"),
      Flag.integer("preserve-fds", "hand on this many file descriptors after standard error"),
      Flag.list("cgroup", "cgroup below the container's to join instead: [controller[,...]:]path"),
      Flag.bool("ignore-paused", "also if the container is paused; the command then waits with it")
    };
  }

  @Override
  public int run(Session session, Arguments arguments) {
    var request =
        new ExecRequest(
            arguments.id(),
            wanted(session, arguments),
            arguments.isOn("detach"),
            arguments.text("console-socket").map(session::resolve),
            arguments.text("pidfd-socket").map(session::resolve),
            arguments.text("pid-file").map(session::resolve),
            LaunchFlags.preservedFds(arguments),
            arguments.list("cgroup"),
            arguments.isOn("ignore-paused"));
    return session.operations().execute(session.caller(), request);
  }

  private static ExecRequest.Wanted wanted(Session session, Arguments arguments) {
    var words = arguments.positionals();
    return wanted(session, arguments, words.subList(1, words.size()));
  }

  /** What is to run, as the flags say that {@code arguments} may have. */
  static ExecRequest.Wanted wanted(Session session, Arguments arguments, List<String> command) {
    var file = arguments.text(PROCESS.name());
    if (file.isPresent()) {
      return new ExecRequest.ProcessFile(session.resolve(file.get()));
    }
    return new ExecRequest.Changes(
        command,
        arguments.text("cwd"),
        arguments.list("env"),
        arguments.isOn("tty"),
        arguments.text("user"),
        groups(arguments.list("additional-gids")),
        arguments.text("process-label"),
        arguments.text("apparmor"),
        arguments.has("no-new-privs")
            ? Optional.of(arguments.isOn("no-new-privs"))
            : Optional.empty(),
        arguments.list("cap"));
  }

  private static List<Long> groups(List<String> numbers) {
    var groups = new ArrayList<Long>();
    for (var number : numbers) {
      if (number.matches("-[0-9]+")) {
        throw new UsageException("additional-gids must be a positive number " + number);
      }
      if (!number.matches("[0-9]{1,10}") || Long.parseLong(number) > MAX_ID) {
        throw new UsageException(
            "invalid value \"" + number + "\" for flag -additional-gids: parse error");
      }
      groups.add(Long.parseLong(number));
    }
    return groups;
  }

  @Override
  public int failureCode() {
    return FAILURE;
  }

  @Override
  public String errorPrefix(String program) {
    return "exec failed: ";
  }
}
