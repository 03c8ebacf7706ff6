package org.jrunc.cli.command;

import java.util.Locale;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.render.Completion;
import org.jrunc.cli.session.Session;

/** {@code completion}: prints the script that teaches a shell to complete command lines. */
final class CompletionCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "completion",
        "print a completion script for a shell",
        "bash|zsh|fish",
        """
        Prints the script that lets a shell complete commands, flags and the ids of containers.

        To try it:

           bash:  source <(%s completion bash)
           zsh:   source <(%s completion zsh)
           fish:  %s completion fish | source\
        """,
        Arity.exactly(1));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    var script = completion(arguments.id()).script(RootModel.commands(), RootModel.FLAGS);
    session.streams().output(script);
    return 0;
  }

  private static Completion completion(String shell) {
    for (var completion : Completion.values()) {
      if (completion.name().toLowerCase(Locale.ROOT).equals(shell)) {
        return completion;
      }
    }
    throw new UsageException("no completion for `" + shell + "`: there is bash, zsh and fish");
  }
}
