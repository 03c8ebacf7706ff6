package org.jrunc.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.session.Session;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.Mount;
import org.jrunc.spec.Spec;
import org.jrunc.spec.json.SpecSyntaxException;

/** {@code mounts}: adds mounts to a container that runs, or takes some away. */
final class MountsCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "mounts",
        "add mounts to a running container, or remove some",
        "add|remove <container-id> <file>",
        """
        Adds mounts to a container while it runs, or removes what is mounted at some places in it.

        The file holds an array of mounts as /mounts of config.json, or an object that has them as
        its property mounts; - is standard input. Mounts are added in their order, all of them or
        none; missing targets are made. What is added is known to the kernel alone, and gone when
        the container is. To remove mounts only their destinations are looked at; who still uses
        one keeps it.\
        """,
        Arity.exactly(3));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    var operations = session.operations();
    var action = arguments.id();
    var id = arguments.positional(1).orElse("");
    var file = arguments.positional(2).orElse("");
    boolean adds = action.equals("add");
    if (!adds && !action.equals("remove")) {
      throw new UsageException("unknown command " + action);
    }
    operations.state(id);
    var mounts = mounts(operations.read(session.caller(), file));
    if (adds) {
      operations.addMounts(session.caller(), id, mounts);
    } else {
      operations.removeMounts(session.caller(), id, mounts);
    }
    return 0;
  }

  private static List<Mount> mounts(byte[] content) {
    var text = new String(content, StandardCharsets.UTF_8).strip();
    var document = text.startsWith("[") ? "{\"mounts\":" + text + "}" : text;
    try {
      return Spec.read(document.getBytes(StandardCharsets.UTF_8)).mounts();
    } catch (SpecSyntaxException e) {
      throw new SpecFailure("", String.valueOf(e.getMessage()));
    }
  }
}
