package org.jrunc.cli.command;

import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.session.Restore;
import org.jrunc.cli.session.Session;

/** {@code restore}: makes a container from the image files of a checkpoint. */
final class RestoreCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "restore",
        "make a container from image files",
        LaunchFlags.ID_USAGE,
        """
        Has CRIU make a container from the image files of `checkpoint`, with the bundle's root file
        system. In the foreground signals are forwarded to it, its terminal is this one, and it is
        deleted when it ends; the exit status is its own, or 128 and the signal's number added if a
        signal ended it.\
        """,
        Arity.exactly(1),
        ImageFlags.and(
            LaunchFlags.BUNDLE,
            LaunchFlags.CONSOLE_SOCKET,
            LaunchFlags.PID_FILE,
            Flag.bool("detach", "return as soon as the container runs").or("d"),
            Flag.bool("no-subreaper", "do not adopt orphaned processes of the container"),
            Flag.bool("no-pivot", "accepted for create's sake: CRIU changes the root by itself"),
            Flag.bool("tcp-close", "restore tcp connections as closed"),
            Flag.text("lsm-profile", "profile of a security module to use, as TYPE:NAME"),
            Flag.text("lsm-mount-context", "SELinux context to mount with")));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    var restore =
        new Restore(
            LaunchFlags.launch(session, arguments),
            ImageFlags.request(session, arguments),
            arguments.text("lsm-profile"),
            arguments.text("lsm-mount-context"));
    var operations = session.operations();
    if (arguments.isOn("detach")) {
      operations.restoreDetached(session.caller(), restore);
      return 0;
    }
    return operations.restore(session.caller(), restore, !arguments.isOn("no-subreaper"));
  }
}
