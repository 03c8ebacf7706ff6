package org.jrunc.cli.command;

import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.session.Session;
import org.jrunc.core.container.UpdateRequest;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.json.SpecReader;
import org.jrunc.spec.json.SpecSyntaxException;
import org.jrunc.spec.linux.Resources;

/** {@code update}: changes limits of a container. */
final class UpdateCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "update",
        "update container resource constraints",
        "<container-id>",
        """
        Changes limits of a container while it runs. What is not named stays as it is, and if one
        limit cannot be set none is changed.

        The file given to --resources holds a JSON object as /linux/resources of config.json, with
        only what is to change; all flags but the two for Intel RDT are then ignored. Limits of
        block devices are added to those there are, or take the place of those of the same device;
        device rules and unified take the place of all there are. Sizes of memory can be given
        with a unit: 512k, 64M, 1.5g.\
        """,
        Arity.exactly(1),
        Flag.text("resources", "read the new limits from this JSON file; - is standard input")
            .or("r"),
        Flag.integer("blkio-weight", "weight on block devices against other cgroups, 10 to 1000"),
        Flag.text("cpu-period", "length of a period of CPU time, in microseconds"),
        Flag.text("cpu-quota", "CPU time in each period, in microseconds; -1 for no limit"),
        Flag.text("cpu-burst", "CPU time that may be saved up beyond the quota, in microseconds"),
        Flag.text("cpu-share", "weight for CPU time against other cgroups"),
        Flag.text("cpu-rt-period", "length of a period of real-time scheduling, in microseconds"),
        Flag.text("cpu-rt-runtime", "real-time CPU time in each such period, in microseconds"),
        Flag.text("cpuset-cpus", "CPUs to run on, as 0-2,7"),
        Flag.text("cpuset-mems", "memory nodes to use, as 0-2,7"),
        Flag.text("kernel-memory", "without effect").hide(),
        Flag.text("kernel-memory-tcp", "without effect").hide(),
        Flag.text("memory", "limit of memory, in bytes; -1 for none"),
        Flag.text("cpu-idle", "1 to run only when no others want to, 0 to run as others do"),
        Flag.text("memory-reservation", "soft limit of memory, in bytes"),
        Flag.text("memory-swap", "limit of memory and swap together, in bytes; -1 for none"),
        Flag.integer("pids-limit", "most processes and threads; -1 for any number"),
        Flag.text("l3-cache-schema", "share of the L3 cache, as L3:0=f;1=f0"),
        Flag.text("mem-bw-schema", "share of the memory bandwidth, as MB:0=20;1=70"));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    var operations = session.operations();
    Resources resources;
    try {
      var file = arguments.text("resources");
      resources =
          file.isPresent() ? read(session, arguments, file.get()) : ResourceFlags.of(arguments);
    } catch (UsageException e) {
      // A missing container is the graver error, and the one callers look for.
      operations.state(arguments.id());
      throw e;
    }
    var memory = resources.memory();
    if (memory != null && (memory.kernel() != null || memory.kernelTCP() != null)) {
      session.log().warning("Kernel memory settings are ignored and will be removed");
    }
    operations.update(
        new UpdateRequest(
            arguments.id(),
            resources,
            arguments.text("l3-cache-schema"),
            arguments.text("mem-bw-schema")));
    return 0;
  }

  private static Resources read(Session session, Arguments arguments, String file) {
    var operations = session.operations();
    operations.state(arguments.id());
    try {
      return SpecReader.read(operations.read(session.caller(), file), Resources.class);
    } catch (SpecSyntaxException e) {
      throw new SpecFailure("", String.valueOf(e.getMessage()));
    }
  }
}
