package org.jrunc.spec.check;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.Namespace;
import org.jrunc.spec.linux.NamespaceType;
import org.jspecify.annotations.Nullable;

/** Namespaces and what needs one (config-linux.md, "Namespaces"; config.md, "Hostname"). */
final class NamespacesChapter implements Chapter {
  private static final String SECTION = "config-linux.md, Namespaces";
  private static final String TIME = "config-linux.md, Offset for Time Namespace";
  private static final long SECOND = 1_000_000_000L;

  /** How many seconds a clock of the kernel can count: half of KTIME_SEC_MAX. */
  private static final long LONGEST_TIME = Long.MAX_VALUE / SECOND / 2;

  /** Without the final NUL, uname(2). */
  private static final int LONGEST_NAME = 64;

  @Override
  public void check(Spec spec, Findings findings) {
    var linux = spec.linux() == null ? Linux.EMPTY : spec.linux();
    name("hostname", spec.hostname(), linux, findings);
    name("domainname", spec.domainname(), linux, findings);
    namespaces(linux.namespaces(), findings);
    var restricted = !linux.maskedPaths().isEmpty() || !linux.readonlyPaths().isEmpty();
    if (restricted && !linux.has(NamespaceType.MOUNT)) {
      var message = "unable to restrict sys entries without a private MNT namespace";
      var pointer = linux.maskedPaths().isEmpty() ? "/linux/readonlyPaths" : "/linux/maskedPaths";
      findings.add(pointer, "paths-namespace", message, SECTION);
    }
    timeOffsets(linux, findings);
  }

  private static void name(String what, @Nullable String name, Linux linux, Findings findings) {
    if (name == null) {
      return;
    }
    var section = "config.md, " + (what.equals("hostname") ? "Hostname" : "Domainname");
    if (!linux.has(NamespaceType.UTS)) {
      var message = "unable to set " + what + " without a private UTS namespace";
      findings.add("/" + what, what + "-namespace", message, section);
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      var message = "the name is longer than " + LONGEST_NAME + " bytes";
      findings.add("/" + what, what + "-length", message, section);
    }
    findings.noNul("/" + what, name, section);
  }

  private static void namespaces(List<Namespace> namespaces, Findings findings) {
    var seen = EnumSet.noneOf(NamespaceType.class);
    for (var index = 0; index < namespaces.size(); index++) {
      var namespace = namespaces.get(index);
      var pointer = "/linux/namespaces/" + index;
      if (!seen.add(namespace.type())) {
        var message = "malformed spec file: duplicated ns \"" + namespace.type() + "\"";
        findings.add(pointer, "namespace-duplicate", message, SECTION);
      }
      var path = namespace.path();
      if (path != null) {
        findings.absolute(pointer + "/path", path, SECTION);
      }
    }
  }

  private static void timeOffsets(Linux linux, Findings findings) {
    if (linux.timeOffsets().isEmpty()) {
      return;
    }
    if (!linux.has(NamespaceType.TIME)) {
      var message =
          "time namespace offsets specified, but time namespace isn't enabled in the config";
      findings.add("/linux/timeOffsets", "time-namespace", message, TIME);
    } else if (linux.namespaces().stream()
        .anyMatch(n -> n.type() == NamespaceType.TIME && n.path() != null)) {
      var message =
          "time namespace enabled, but both namespace path and time offsets specified -- you may"
              + " only provide one";
      findings.add("/linux/timeOffsets", "time-joined", message, TIME);
    }
    linux
        .timeOffsets()
        .forEach(
            (clock, offset) -> {
              var pointer = Findings.child("/linux/timeOffsets", clock);
              if (!clock.equals("boottime") && !clock.equals("monotonic")) {
                var message = "expected the clock `boottime` or `monotonic`, found `" + clock + "`";
                findings.add(pointer, "time-clock", message, TIME);
              }
              if (offset.secs() > LONGEST_TIME || offset.secs() < -LONGEST_TIME) {
                var message =
                    "expected no more than " + LONGEST_TIME + " seconds, found " + offset.secs();
                findings.add(pointer + "/secs", "time-seconds", message, TIME);
              }
              if (offset.nanosecs() >= SECOND) {
                var message = "expected less than a second, found " + offset.nanosecs();
                findings.add(pointer + "/nanosecs", "time-nanoseconds", message, TIME);
              }
            });
  }
}
