package org.jrunc.cli.command;

import java.util.List;
import java.util.function.Consumer;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.session.Operations;
import org.jrunc.cli.session.Session;
import org.jrunc.core.failure.RuntimeFailure;

/**
 * The containers that a command is about: one by its id, or many by a regular expression.
 *
 * @param ids their ids
 * @param many whether they were found, so that a failure of one does not concern the others
 */
record Selection(List<String> ids, boolean many) {
  /** Crun's flag, which makes the id an expression. */
  static final Flag REGEX =
      Flag.bool("regex", "take the id for a regular expression that chooses containers").or("r");

  static Selection of(Arguments arguments, Operations operations) {
    return arguments.isOn(REGEX.name())
        ? new Selection(operations.matching(arguments.id()), true)
        : new Selection(List.of(arguments.id()), false);
  }

  /** Does it to each; among many a failure is a warning, as in crun. */
  void forEach(Session session, String verb, Consumer<String> action) {
    for (var id : ids) {
      try {
        action.accept(id);
      } catch (RuntimeFailure failure) {
        if (!many) {
          throw failure;
        }
        session.log().warning(verb + " " + id + ": " + failure.getMessage());
      }
    }
  }
}
