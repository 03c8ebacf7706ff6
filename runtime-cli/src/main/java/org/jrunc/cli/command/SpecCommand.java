package org.jrunc.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.session.Identity;
import org.jrunc.cli.session.Session;
import org.jrunc.spec.DefaultSpec;
import org.jrunc.spec.Spec;
import org.jrunc.spec.json.SpecWriter;

/** {@code spec}: writes a config.json to start from. */
final class SpecCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "spec",
        "create a new specification file",
        "",
        """
        Writes a config.json to start from: a shell with a terminal, few capabilities, a
        read-only root filesystem in the directory rootfs, and namespaces of its own. Edit it
        to say what the container is to run.

        With --rootless the file suits a user without privileges: the container gets a user
        namespace in which that user is root, and no network namespace.\
        """,
        Arity.exactly(0),
        Flag.text("bundle", "write into this directory instead of the current one").or("b"),
        Flag.bool("rootless", "write a specification for a user without privileges"));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    var unified = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
    var spec = arguments.isOn("rootless") ? rootless(unified) : DefaultSpec.rootful(unified);
    var bundle = session.bundle(arguments.text("bundle").orElse("."));
    SpecFile.create(bundle, SpecWriter.indented(spec, "\t"), session.caller().umask());
    return 0;
  }

  private static Spec rootless(boolean unified) {
    var identity = Identity.ofProcess();
    return DefaultSpec.rootless(identity.uid(), identity.gid(), unified);
  }
}
