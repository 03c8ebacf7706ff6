package org.jrunc.cli.command;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.UsageException;
import org.jrunc.spec.linux.BlockIo;
import org.jrunc.spec.linux.Cpu;
import org.jrunc.spec.linux.Memory;
import org.jrunc.spec.linux.Pids;
import org.jrunc.spec.linux.Resources;
import org.jspecify.annotations.Nullable;

/** The flags of {@code update}, one for each limit that has one. */
final class ResourceFlags {
  private final Arguments arguments;

  private ResourceFlags(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * The limits that flags name.
   *
   * @throws UsageException in runc's words, for a value that is no number
   */
  static Resources of(Arguments arguments) {
    return new ResourceFlags(arguments).resources();
  }

  // Read in runc's order, which decides what is complained about first.
  private Resources resources() {
    var idle = signed("cpu-idle");
    var burst = unsigned("cpu-burst");
    var period = unsigned("cpu-period");
    var realtimePeriod = unsigned("cpu-rt-period");
    var shares = unsigned("cpu-share");
    var quota = signed("cpu-quota");
    var realtimeRuntime = signed("cpu-rt-runtime");
    var limit = size("memory");
    var swap = size("memory-swap");
    var kernel = size("kernel-memory");
    var kernelTcp = size("kernel-memory-tcp");
    var reservation = size("memory-reservation");
    return new Resources(
        List.of(),
        new Memory(limit, reservation, swap, kernel, kernelTcp, null, null, null, null),
        new Cpu(
            shares,
            quota,
            burst,
            period,
            realtimeRuntime,
            realtimePeriod,
            arguments.text("cpuset-cpus").orElse(null),
            arguments.text("cpuset-mems").orElse(null),
            idle),
        new Pids(arguments.has("pids-limit") ? (long) arguments.number("pids-limit") : null),
        blockIo(),
        List.of(),
        null,
        Map.of(),
        Map.of());
  }

  private @Nullable BlockIo blockIo() {
    int weight = arguments.number("blkio-weight");
    return weight == 0
        ? null
        : new BlockIo(weight, null, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private @Nullable Long signed(String flag) {
    var text = arguments.text(flag).orElse(null);
    return text == null ? null : value(flag, () -> GoNumber.signed(text));
  }

  private @Nullable Long unsigned(String flag) {
    var text = arguments.text(flag).orElse(null);
    return text == null ? null : value(flag, () -> GoNumber.unsigned(text));
  }

  private @Nullable Long size(String flag) {
    var text = arguments.text(flag).orElse(null);
    if (text == null) {
      return null;
    }
    return text.equals("-1") ? Long.valueOf(-1) : value(flag, () -> ByteSize.parse(text));
  }

  private static Long value(String flag, Supplier<Long> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException("invalid value for " + flag + ": " + e.getMessage());
    }
  }
}
