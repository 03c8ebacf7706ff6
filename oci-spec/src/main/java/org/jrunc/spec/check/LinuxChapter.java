package org.jrunc.spec.check;

import java.util.Set;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.IntelRdt;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.MemoryPolicy;
import org.jrunc.spec.linux.MemoryPolicyFlag;

/** The remaining sections of config-linux.md, those of a few lines each. */
final class LinuxChapter implements Chapter {
  private static final Set<String> PROPAGATIONS =
      Set.of(
          "private",
          "rprivate",
          "shared",
          "rshared",
          "slave",
          "rslave",
          "unbindable",
          "runbindable");

  @Override
  public void check(Spec spec, Findings findings) {
    var linux = spec.linux();
    if (linux == null) {
      return;
    }
    paths(linux, findings);
    var rdt = linux.intelRdt();
    if (rdt != null) {
      rdt(rdt, findings);
    }
    var policy = linux.memoryPolicy();
    if (policy != null) {
      memoryPolicy(policy, findings);
    }
  }

  private static void paths(Linux linux, Findings findings) {
    var propagation = linux.rootfsPropagation();
    if (propagation != null && !PROPAGATIONS.contains(propagation)) {
      var message = "rootfsPropagation=" + propagation + " is not supported";
      findings.add(
          "/linux/rootfsPropagation",
          "rootfs-propagation",
          message,
          "config-linux.md, Rootfs Mount Propagation");
    }
    findings.noNul("/linux/maskedPaths", linux.maskedPaths(), "config-linux.md, Masked Paths");
    findings.noNul(
        "/linux/readonlyPaths", linux.readonlyPaths(), "config-linux.md, Readonly Paths");
    findings.noNul("/linux/mountLabel", linux.mountLabel(), "config-linux.md, Mount Label");
  }

  private static void rdt(IntelRdt rdt, Findings findings) {
    var section = "config-linux.md, IntelRdt";
    var id = rdt.closID();
    if (id != null
        && (id.equals(".") || id.equals("..") || (id.length() > 1 && id.indexOf('/') >= 0))) {
      var message = "invalid intelRdt.ClosID \"" + id + "\"";
      findings.add("/linux/intelRdt/closID", "rdt-clos-id", message, section);
    }
    var bandwidth = rdt.memBwSchema();
    if (bandwidth != null && (!bandwidth.startsWith("MB:") || bandwidth.indexOf('\n') >= 0)) {
      var message = "expected one line that starts with `MB:`";
      findings.add("/linux/intelRdt/memBwSchema", "rdt-schema", message, section);
    }
    for (var index = 0; index < rdt.schemata().size(); index++) {
      if (rdt.schemata().get(index).indexOf('\n') >= 0) {
        var pointer = "/linux/intelRdt/schemata/" + index;
        findings.add(pointer, "rdt-schema", "expected one line", section);
      }
    }
  }

  private static void memoryPolicy(MemoryPolicy policy, Findings findings) {
    var section = "config-linux.md, Memory policy";
    var nodes = policy.nodes();
    var problem = nodes == null ? null : IdList.problem(nodes);
    if (problem != null) {
      var message = "invalid memory policy nodes: " + problem;
      findings.add("/linux/memoryPolicy/nodes", "node-list", message, section);
      return;
    }
    if (policy.flags().contains(MemoryPolicyFlag.MPOL_F_STATIC_NODES)
        && policy.flags().contains(MemoryPolicyFlag.MPOL_F_RELATIVE_NODES)) {
      var message = "nodes cannot be static and relative at once";
      findings.add("/linux/memoryPolicy/flags", "node-flags", message, section);
    }
    var wanted =
        switch (policy.mode()) {
          case MPOL_DEFAULT, MPOL_LOCAL ->
              nodes == null ? "" : "requires 0 nodes but got " + IdList.members(nodes).size();
          case MPOL_BIND, MPOL_INTERLEAVE, MPOL_WEIGHTED_INTERLEAVE, MPOL_PREFERRED_MANY ->
              nodes == null ? "requires at least one node but got 0" : "";
          case MPOL_PREFERRED -> "";
        };
    if (!wanted.isEmpty()) {
      var message = "memory policy mode " + wanted;
      findings.add("/linux/memoryPolicy/nodes", "node-count", message, section);
    }
  }
}
