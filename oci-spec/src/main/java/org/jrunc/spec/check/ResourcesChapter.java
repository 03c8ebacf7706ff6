package org.jrunc.spec.check;

import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.Memory;
import org.jrunc.spec.linux.Resources;
import org.jspecify.annotations.Nullable;

/** Limits of the cgroup (config-linux.md, "Control groups"). */
final class ResourcesChapter implements Chapter {
  private static final String SECTION = "config-linux.md, Control groups";
  private static final long MOST_SWAPPINESS = 100;

  @Override
  public void check(Spec spec, Findings findings) {
    var linux = spec.linux();
    if (linux == null) {
      return;
    }
    findings.noNul("/linux/cgroupsPath", linux.cgroupsPath(), SECTION);
    var resources = linux.resources();
    if (resources != null) {
      check("/linux/resources", resources, findings);
    }
  }

  private static void check(String pointer, Resources resources, Findings findings) {
    var memory = resources.memory();
    if (memory != null) {
      memory(pointer + "/memory", memory, findings);
    }
    var cpu = resources.cpu();
    if (cpu != null) {
      list(pointer + "/cpu/cpus", cpu.cpus(), findings);
      list(pointer + "/cpu/mems", cpu.mems(), findings);
    }
    for (var index = 0; index < resources.hugepageLimits().size(); index++) {
      var size = resources.hugepageLimits().get(index).pageSize();
      if (!isPageSize(size)) {
        var message = "expected a page size such as `2MB`, found `" + size + "`";
        var at = pointer + "/hugepageLimits/" + index + "/pageSize";
        findings.add(at, "page-size", message, SECTION);
      }
    }
    for (var name : resources.unified().keySet()) {
      if (name.isEmpty() || name.indexOf('/') >= 0) {
        var message = "unified resource \"" + name + "\" must be a file name (no slashes)";
        findings.add(Findings.child(pointer + "/unified", name), "unified-name", message, SECTION);
      }
    }
  }

  private static void list(String pointer, @Nullable String list, Findings findings) {
    var problem = list == null ? null : IdList.problem(list);
    if (problem != null) {
      findings.add(pointer, "id-list", problem, SECTION);
    }
  }

  private static void memory(String pointer, Memory memory, Findings findings) {
    var swappiness = memory.swappiness();
    if (swappiness != null && swappiness > MOST_SWAPPINESS) {
      var message = "invalid value: " + swappiness + ". valid memory swappiness range is 0-100";
      findings.add(pointer + "/swappiness", "memory-swappiness", message, SECTION);
    }
    var limit = memory.limit();
    var swap = memory.swap();
    if (limit != null && swap != null && swap > 0 && limit > swap) {
      var message = "memory+swap limit should be >= memory limit";
      findings.add(pointer + "/swap", "memory-swap", message, SECTION);
    }
    if (limit == null && swap != null && swap > 0) {
      var message = "unable to set swap limit without memory limit";
      findings.add(pointer + "/swap", "memory-swap-alone", message, SECTION);
    }
  }

  /** A number and one of the units KB, MB and GB. */
  private static boolean isPageSize(String size) {
    var digits = size.length() - 2;
    if (digits < 1 || size.charAt(0) == '0' || !size.endsWith("B")) {
      return false;
    }
    return "KMG".indexOf(size.charAt(digits)) >= 0
        && size.substring(0, digits).chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
