package org.jrunc.cli.command;

import java.util.Optional;
import java.util.OptionalInt;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.session.Session;
import org.jrunc.core.container.CheckpointRequest;
import org.jrunc.core.criu.PageServer;
import org.jrunc.core.failure.RuntimeFailure;

/** {@code checkpoint}: writes the processes of a container to image files. */
final class CheckpointCommand implements Command {
  private static final int LAST_PORT = 65_535;

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "checkpoint",
        "write a running container to image files",
        "<container-id>",
        """
        Has CRIU write the processes of a container to image files, from which `restore` makes the
        container again. The container is then gone, unless it is to go on. CRIU 3.15 or newer
        must be in the caller's PATH; an annotation `org.criu.config` names a file with settings of
        CRIU for the container, instead of /etc/criu/runc.conf.\
        """,
        Arity.exactly(1),
        ImageFlags.and(
            Flag.text(
                "parent-path",
                "directory of the images of the pre-dump before, relative to the image files"),
            Flag.bool("leave-running", "let the container go on afterwards"),
            Flag.bool("pre-dump", "write the memory only, and let the container go on"),
            Flag.bool("tcp-skip-in-flight", "leave out tcp connections not yet established"),
            Flag.bool("link-remap", "link files again that were removed but are open"),
            Flag.integer(
                    "status-fd",
                    "descriptor to write a zero byte to when pages can be fetched (lazy-pages)")
                .standard("-1"),
            Flag.text("page-server", "send the pages to a server at ADDRESS:PORT")));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    session.operations().checkpoint(session.caller(), request(session, arguments));
    return 0;
  }

  /** A missing container is graver than a wrong option, and what callers look for. */
  private static CheckpointRequest request(Session session, Arguments arguments) {
    try {
      return asked(session, arguments);
    } catch (UsageException | RuntimeFailure e) {
      session.operations().state(arguments.id());
      throw e;
    }
  }

  private static CheckpointRequest asked(Session session, Arguments arguments) {
    return new CheckpointRequest(
        arguments.id(),
        ImageFlags.request(session, arguments),
        parent(arguments),
        arguments.isOn("pre-dump"),
        arguments.text("page-server").map(CheckpointCommand::pageServer),
        statusDescriptor(arguments));
  }

  private static Optional<String> parent(Arguments arguments) {
    var parent = arguments.text("parent-path");
    if (parent.filter(path -> path.startsWith("/")).isPresent()) {
      throw new UsageException("--parent-path must be relative");
    }
    return parent;
  }

  private static OptionalInt statusDescriptor(Arguments arguments) {
    boolean given = arguments.has("status-fd") && arguments.number("status-fd") != -1;
    return given ? OptionalInt.of(arguments.number("status-fd")) : OptionalInt.empty();
  }

  private static PageServer pageServer(String text) {
    int colon = text.lastIndexOf(':');
    var address = colon < 0 ? "" : text.substring(0, colon).replaceFirst("^\\[(.*)]$", "$1");
    var port = text.substring(colon + 1);
    if (address.isEmpty() || port.isEmpty()) {
      throw new UsageException("Use --page-server ADDRESS:PORT to specify page server");
    }
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > LAST_PORT) {
      throw new UsageException("Invalid port number");
    }
    return new PageServer(address, Integer.parseInt(port));
  }
}
