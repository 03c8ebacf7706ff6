package org.jrunc.spec;

import org.jrunc.spec.json.Fields;
import org.jrunc.spec.json.JsonName;
import org.jspecify.annotations.Nullable;

/**
 * CPU affinity of processes started by {@code exec} (config.md, {@code execCPUAffinity}), lists as
 * {@code 0-3,7}.
 *
 * @param initial CPUs to run on before the process enters the container cgroup
 * @param finalCpus CPUs to run on after it has entered
 */
public record ExecCpuAffinity(
    @Nullable String initial, @JsonName("final") @Nullable String finalCpus) {

  public ExecCpuAffinity {
    initial = Fields.emptyToNull(initial);
    finalCpus = Fields.emptyToNull(finalCpus);
  }
}
