package org.jrunc.spec.linux;

import org.jrunc.spec.json.Called;

/** Flags of a NUMA memory policy (config-linux.md, "Memory policy"; set_mempolicy(2)). */
@Called("memory policy flag")
public enum MemoryPolicyFlag {
  /** Allows the kernel to balance pages. */
  MPOL_F_NUMA_BALANCING,
  /** Nodes are relative to those allowed. */
  MPOL_F_RELATIVE_NODES,
  /** Nodes are physical. */
  MPOL_F_STATIC_NODES
}
