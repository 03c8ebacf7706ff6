package org.jrunc.cli.command;

import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.session.Session;

/** {@code explain}: prints what {@code create} would do. */
final class ExplainCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "explain",
        "print what create would do, without doing it",
        "",
        """
        Prints every step that "%s create" would take for a bundle, in order, each with the
        place in config.json that asks for it, or "implied". It changes nothing and needs no
        privileges. The format "program" prints the system calls of the container's process, as
        strace would.\
        """,
        Arity.exactly(0),
        Flag.text("bundle", "directory of the bundle (default: the current directory)").or("b"),
        Flag.text("config", "file to read instead of the bundle's config.json").or("f"),
        Flag.text("format", "plan, program or json").standard("plan"));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    return 0;
  }
}
