package org.jrunc.spec.linux;

import org.jrunc.spec.json.Called;

/** NUMA memory policies (config-linux.md, "Memory policy"; set_mempolicy(2)). */
@Called("memory policy mode")
public enum MemoryPolicyMode {
  /** The default of the system. */
  MPOL_DEFAULT,
  /** Only the given nodes. */
  MPOL_BIND,
  /** In turn over the given nodes. */
  MPOL_INTERLEAVE,
  /** In turn over the given nodes, by weight. */
  MPOL_WEIGHTED_INTERLEAVE,
  /** The given node first. */
  MPOL_PREFERRED,
  /** The given nodes first. */
  MPOL_PREFERRED_MANY,
  /** The node of the CPU. */
  MPOL_LOCAL
}
