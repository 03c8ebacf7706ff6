package org.jrunc.core.compile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.MountOptions;
import org.jrunc.core.plan.MountOptions.Trait;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.spec.Mount;

/** Compiles mounts of new file systems. */
final class FilesystemCompiler {
  private static final String TMPFS = "tmpfs";
  private static final String MODE = "mode=";

  // They have labels of their own, from the policy.
  private static final Set<String> UNLABELLED = Set.of("proc", "sysfs");
  private static final String MQUEUE = "mqueue";
  private static final int PAGE = 4096;

  private final Config config;
  private final HostFacts facts;
  private final List<MountStep> readonlyLater = new ArrayList<>();

  /** The options of the tmpfs mounted so far that say their permissions, by target. */
  private final Map<String, String> modes = new HashMap<>();

  FilesystemCompiler(Config config, HostFacts facts) {
    this.config = config;
    this.facts = facts;
  }

  List<MountStep> compile(Mount mount, String target, MountOptions parsed, Origin origin) {
    var type = String.valueOf(mount.type());
    var source = mount.source() == null ? "" : mount.source();
    var options = labelled(type, writable(type, target, withMode(type, target, parsed), origin));
    var filesystem = new MountStep.MountFilesystem(type, source, target, options, origin);
    checkLength(filesystem);
    var steps = new ArrayList<MountStep>();
    boolean copyUp = type.equals(TMPFS) && parsed.has(Trait.COPY_UP);
    steps.add(copyUp ? new MountStep.CopyUp(filesystem, origin) : filesystem);
    var label = config.linux().mountLabel();
    if (type.equals(MQUEUE) && label != null) {
      steps.add(new MountStep.LabelDirectory(target, label, Origin.field("/linux/mountLabel")));
    }
    return steps;
  }

  /** Mounts that may be read-only now that everything below them has been made. */
  List<MountStep> readonly() {
    return readonlyLater;
  }

  /** The kernel would cut them off. */
  private static void checkLength(MountStep.MountFilesystem step) {
    int length = String.join(",", step.options().data()).getBytes(UTF_8).length;
    if (step.exceedsParameters() && length >= PAGE) {
      throw new SpecFailure(
          step.origin().pointer() + "/options",
          "cannot mount: options of " + length + " bytes, the kernel takes no more than 4095");
    }
  }

  /** The targets of other mounts and the devices are made in a tmpfs, and in /dev. */
  MountOptions writable(String type, String target, MountOptions options, Origin origin) {
    boolean readonly = (options.set() & Abi.MOUNT_ATTR_RDONLY) != 0;
    if (!readonly || (!type.equals(TMPFS) && !target.equals("/dev"))) {
      return options;
    }
    readonlyLater.add(MountStep.Remount.readonly(target, origin));
    return options
        .withAttributes(options.set() & ~(long) Abi.MOUNT_ATTR_RDONLY, options.clear())
        .withSuperblock(options.superblock().stream().filter(flag -> !flag.equals("ro")).toList());
  }

  /** A tmpfs keeps the permissions of the directory that it covers, which may be another tmpfs. */
  private MountOptions withMode(String type, String target, MountOptions parsed) {
    if (!type.equals(TMPFS)) {
      modes.remove(target);
      return parsed;
    }
    for (var data : parsed.data().reversed()) {
      if (data.startsWith(MODE)) {
        modes.put(target, data);
        return parsed;
      }
    }
    var image = facts.tmpfsModes().get(target);
    if (image != null) {
      modes.putIfAbsent(target, MODE + Integer.toOctalString(image));
    }
    var covered = modes.get(target);
    return covered == null ? parsed : plus(parsed, covered);
  }

  private MountOptions labelled(String type, MountOptions options) {
    var label = config.mountLabel();
    return label.isEmpty() || UNLABELLED.contains(type) || type.equals(MQUEUE)
        ? options
        : plus(options, label.get());
  }

  private static MountOptions plus(MountOptions options, String parameter) {
    var data = new ArrayList<>(options.data());
    data.add(parameter);
    return options.withData(data);
  }
}
