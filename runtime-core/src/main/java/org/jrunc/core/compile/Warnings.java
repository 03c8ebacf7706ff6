package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jrunc.core.plan.Warning;
import org.jrunc.core.security.Capability;
import org.jrunc.spec.Capabilities;
import org.jspecify.annotations.Nullable;

/**
 * What a container does without although its config asks for it: runc's warnings, word for word,
 * where runc warns.
 */
final class Warnings {
  private final Config config;
  private final HostFacts facts;
  private final List<Warning> found = new ArrayList<>();

  private Warnings(Config config, HostFacts facts) {
    this.config = config;
    this.facts = facts;
  }

  static List<Warning> of(Config config, HostFacts facts) {
    var warnings = new Warnings(config, facts);
    warnings.mounts();
    warnings.maskedPaths();
    warnings.memory();
    warnings.personality();
    config
        .crun()
        .ignoredHandler()
        .ifPresent(text -> warnings.add(CrunAnnotations.handlerPointer(), text));
    warnings.capabilities(config.process().capabilities());
    return warnings.found;
  }

  /** Those about a process that joins; what its container was warned of is not said each time. */
  static List<Warning> ofProcess(Config config, HostFacts facts) {
    var warnings = new Warnings(config, facts);
    var capabilities = config.process().capabilities();
    if (capabilities != null) {
      warnings.unknown(capabilities);
    }
    return warnings.found;
  }

  private void mounts() {
    for (int i = 0; i < config.spec().mounts().size(); i++) {
      var destination = config.spec().mounts().get(i).destination();
      if (!destination.startsWith("/")) {
        add(
            "/mounts/" + i + "/destination",
            "mount destination "
                + destination
                + " is not absolute. Support for non-absolute mount destinations will be removed"
                + " in a future release.");
      }
    }
  }

  /** Runc says nothing and hides nothing. */
  private void maskedPaths() {
    var masked = config.linux().maskedPaths();
    for (int i = 0; i < masked.size(); i++) {
      if (MountCompiler.isRoot(masked.get(i))) {
        add("/linux/maskedPaths/" + i, "ignoring masked path `/`: the root cannot be hidden");
      }
    }
  }

  /** No kernel since 5.16 limits its own memory by itself. */
  private void memory() {
    var resources = config.linux().resources();
    var memory = resources == null ? null : resources.memory();
    if (memory != null && (memory.kernel() != null || memory.kernelTCP() != null)) {
      add(
          "/linux/resources/memory/kernel" + (memory.kernel() == null ? "TCP" : ""),
          "Kernel memory settings are ignored and will be removed");
    }
  }

  private void personality() {
    var personality = config.linux().personality();
    if (personality != null && !personality.flags().isEmpty()) {
      add(
          "/linux/personality/flags",
          "ignoring unsupported personality flags: "
              + list(personality.flags())
              + " because personality flag has not supported at this time");
    }
  }

  private void capabilities(@Nullable Capabilities capabilities) {
    if (capabilities == null) {
      return;
    }
    unknown(capabilities);
    // A capability can become ambient only if it is permitted and inheritable: capabilities(7).
    var raisable = new HashSet<>(capabilities.permitted());
    raisable.retainAll(capabilities.inheritable());
    capabilities.ambient().stream()
        .filter(name -> isKnown(name) && !raisable.contains(name))
        .forEach(
            name ->
                add(
                    "/process/capabilities/ambient",
                    "can't raise ambient capability " + name + ": operation not permitted"));
  }

  private void unknown(Capabilities capabilities) {
    var unknown = new TreeSet<String>();
    Stream.of(
            capabilities.bounding(),
            capabilities.effective(),
            capabilities.inheritable(),
            capabilities.permitted(),
            capabilities.ambient())
        .flatMap(List::stream)
        .filter(name -> !isKnown(name))
        .forEach(unknown::add);
    if (!unknown.isEmpty()) {
      add(
          "/process/capabilities",
          "ignoring unknown or unavailable capabilities: " + list(List.copyOf(unknown)));
    }
  }

  private boolean isKnown(String name) {
    return Capability.of(name)
        .filter(capability -> capability.number() <= facts.lastCapability())
        .isPresent();
  }

  /** As Go prints a slice. */
  private static String list(List<String> words) {
    return "[" + String.join(" ", words) + "]";
  }

  private void add(String pointer, String message) {
    found.add(new Warning(pointer, message));
  }
}
