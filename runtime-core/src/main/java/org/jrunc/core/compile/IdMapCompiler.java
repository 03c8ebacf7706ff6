package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.IdMap;
import org.jrunc.core.plan.LaunchStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.spec.Mount;
import org.jrunc.spec.linux.IdMapping;
import org.jrunc.spec.linux.NamespaceType;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the id mappings of mounts. The kernel takes a mapping as a user namespace, so each
 * different one is made as the namespace of a process that does nothing else, or is the namespace
 * that the container joins.
 */
final class IdMapCompiler {
  /** A mapping as /proc/pid/uid_map and gid_map take it, or the namespace that has it. */
  private record Ids(String uids, String gids, @Nullable String namespace) {
    LaunchStep step(int number, Origin origin) {
      return namespace == null
          ? new LaunchStep.CreateIdMapping(number, uids, gids, origin)
          : new LaunchStep.OpenIdMapping(number, namespace, origin);
    }
  }

  private final Config config;
  private final Map<Ids, Integer> numbers = new HashMap<>();
  private final List<LaunchStep> steps = new ArrayList<>();
  private final Map<Integer, IdMap> byMount = new HashMap<>();

  IdMapCompiler(Config config) {
    this.config = config;
    var mounts = config.spec().mounts();
    for (int i = 0; i < mounts.size(); i++) {
      add(i, mounts.get(i), "/mounts/" + i);
    }
  }

  private void add(int index, Mount mount, String pointer) {
    var option =
        mount.options().stream()
            .filter(IdMapOption::is)
            .reduce((first, last) -> last)
            .map(text -> IdMapOption.parse(text, config.linux(), pointer))
            .orElse(new IdMapOption(false, List.of(), List.of()));
    boolean asked = mount.options().stream().anyMatch(IdMapOption::is);
    boolean listed = !mount.uidMappings().isEmpty() || !mount.gidMappings().isEmpty();
    if (!asked && !listed) {
      return;
    }
    if (!mount.isBind()) {
      throw new SpecFailure(pointer, "id-mapped mounts are only supported for bind-mounts");
    }
    if (listed && option.hasMappings()) {
      throw new SpecFailure(
          pointer, "id-mapped mounts cannot have both mappings and a mapping in the options");
    }
    var ids =
        listed
            ? ids(mount.uidMappings(), mount.gidMappings(), pointer)
            : option.hasMappings()
                ? ids(option.uids(), option.gids(), pointer)
                : ofContainer(pointer);
    var origin = Origin.field(pointer + (listed ? "/uidMappings" : "/options"));
    int number =
        numbers.computeIfAbsent(
            ids,
            key -> {
              steps.add(key.step(steps.size(), origin));
              return steps.size() - 1;
            });
    byMount.put(index, new IdMap(number, option.recursive()));
  }

  /** Without mappings of its own a mount has those of the container, known or not. */
  private Ids ofContainer(String pointer) {
    for (var namespace : config.linux().namespaces()) {
      if (namespace.type() == NamespaceType.USER && namespace.path() != null) {
        return new Ids("", "", namespace.path());
      }
    }
    boolean mapped = config.linux().has(NamespaceType.USER);
    return ids(
        mapped ? config.linux().uidMappings() : List.of(),
        mapped ? config.linux().gidMappings() : List.of(),
        pointer);
  }

  private static Ids ids(List<IdMapping> uids, List<IdMapping> gids, String pointer) {
    if (uids.isEmpty() || gids.isEmpty()) {
      throw new SpecFailure(
          pointer, "id-mapped mounts must have both uid and gid mappings specified");
    }
    return new Ids(text(uids), text(gids), null);
  }

  private static String text(List<IdMapping> mappings) {
    return mappings.stream()
        .map(one -> one.containerID() + " " + one.hostID() + " " + one.size() + "\n")
        .collect(Collectors.joining());
  }

  /** The steps that make or open the mappings, before anything is mounted or joined. */
  List<LaunchStep> creation() {
    return List.copyOf(steps);
  }

  /** The mapping of a mount, by its place in the config. */
  Optional<IdMap> of(int mount) {
    return Optional.ofNullable(byMount.get(mount));
  }
}
