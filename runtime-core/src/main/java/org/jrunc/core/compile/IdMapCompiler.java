package org.jrunc.core.compile;

import java.util.HashMap;
import java.util.LinkedHashMap;
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

/**
 * Compiles the id mappings of mounts. The kernel takes a mapping as a user namespace, so each
 * different one is made as the namespace of a process that does nothing else.
 */
final class IdMapCompiler {
  /** A mapping as /proc/pid/uid_map and gid_map take it. */
  private record Ids(String uids, String gids) {}

  private final Config config;
  private final Map<Ids, LaunchStep.CreateIdMapping> made = new LinkedHashMap<>();
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
    var step =
        made.computeIfAbsent(
            ids,
            key -> new LaunchStep.CreateIdMapping(made.size(), ids.uids(), ids.gids(), origin));
    byMount.put(index, new IdMap(step.number(), option.recursive()));
  }

  /** Without mappings of its own a mount has those of the container. */
  private Ids ofContainer(String pointer) {
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
    return new Ids(text(uids), text(gids));
  }

  private static String text(List<IdMapping> mappings) {
    return mappings.stream()
        .map(one -> one.containerID() + " " + one.hostID() + " " + one.size() + "\n")
        .collect(Collectors.joining());
  }

  /** The steps that make the mappings, before anything is mounted. */
  List<LaunchStep.CreateIdMapping> creation() {
    return List.copyOf(made.values());
  }

  /** The mapping of a mount, by its place in the config. */
  Optional<IdMap> of(int mount) {
    return Optional.ofNullable(byMount.get(mount));
  }
}
