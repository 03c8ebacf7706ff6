package org.jrunc.core.compile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jrunc.core.failure.SpecFailure;

/**
 * The annotations by which crun's users ask for what config.json has no field for: crun(1),
 * "Extensions to OCI". Those about systemd have no effect without it, as under crun.
 *
 * @param annotations all annotations of a container
 */
public record CrunAnnotations(Map<String, String> annotations) {
  /** With what the names of all of them begin. */
  public static final String PREFIX = "run.oci.";

  /** The variable that stands in for {@code run.oci.seccomp.receiver}. */
  public static final String RECEIVER_VARIABLE = "RUN_OCI_SECCOMP_RECEIVER";

  private static final String KEEP_GROUPS = PREFIX + "keep_original_groups";
  private static final String PIDFD_RECEIVER = PREFIX + "pidfd_receiver";
  private static final String HOOKS_STDOUT = PREFIX + "hooks.stdout";
  private static final String HOOKS_STDERR = PREFIX + "hooks.stderr";
  private static final String CONTEXT_TYPE = PREFIX + "mount_context_type";
  private static final String HANDLER = PREFIX + "handler";
  private static final String DELEGATE = PREFIX + "delegate-cgroup";
  private static final String SECCOMP_RECEIVER = PREFIX + "seccomp.receiver";
  private static final String SECCOMP_PLUGINS = PREFIX + "seccomp.plugins";
  private static final String SECCOMP_STRICT = PREFIX + "seccomp_fail_unknown_syscall";
  private static final String SECCOMP_DATA = PREFIX + "seccomp_bpf_data";
  private static final Set<String> CONTEXT_TYPES =
      Set.of("context", "fscontext", "defcontext", "rootcontext");

  /** The field that an annotation is. */
  private static String pointer(String name) {
    return "/annotations/" + name;
  }

  /** Where {@link #seccompData} comes from. */
  public static String seccompDataPointer() {
    return pointer(SECCOMP_DATA);
  }

  private Optional<String> get(String name) {
    return Optional.ofNullable(annotations.get(name));
  }

  private boolean isOn(String name) {
    return !annotations.getOrDefault(name, "0").equals("0");
  }

  /**
   * Refuses what cannot be done.
   *
   * @param seccomp whether there is a filter
   */
  void check(boolean seccomp) {
    if (seccomp && get(SECCOMP_PLUGINS).isPresent()) {
      throw new SpecFailure(
          pointer(SECCOMP_PLUGINS),
          "seccomp plugins are not supported: they are libraries of crun; use an agent at"
              + " `/linux/seccomp/listenerPath`");
    }
    if (!get(DELEGATE).orElse("").isEmpty()) {
      throw new SpecFailure(pointer(DELEGATE), "delegate-cgroup not supported on cgroup v1");
    }
  }

  /** What the container does not get, in words; crun without such handlers says nothing. */
  Optional<String> ignoredHandler() {
    return get(HANDLER)
        .map(handler -> "no handler `" + handler + "`: the process runs as any other");
  }

  /** Where {@link #ignoredHandler} comes from. */
  static String handlerPointer() {
    return pointer(HANDLER);
  }

  /** What podman asks for with {@code --group-add keep-groups}. */
  boolean keepsGroups() {
    return isOn(KEEP_GROUPS);
  }

  /** The option that gives a mount its SELinux label, mount(8). */
  String contextOption() {
    var type = get(CONTEXT_TYPE).orElse("context");
    if (!CONTEXT_TYPES.contains(type)) {
      throw new SpecFailure(
          pointer(CONTEXT_TYPE),
          "invalid mount context type `"
              + type
              + "` (must be one of: context, fscontext, defcontext, rootcontext)");
    }
    return type;
  }

  /** The socket that gets a pidfd, like runc's {@code --pidfd-socket}. */
  public Optional<String> pidfdReceiver() {
    return get(PIDFD_RECEIVER);
  }

  /** Where {@link #pidfdReceiver} comes from. */
  public static String pidfdReceiverPointer() {
    return pointer(PIDFD_RECEIVER);
  }

  /** The files that hooks print to, output and error; empty for none. */
  public List<Optional<String>> hookFiles() {
    return List.of(get(HOOKS_STDOUT), get(HOOKS_STDERR));
  }

  /** Where {@link #hookFiles} come from. */
  public static List<String> hookFilePointers() {
    return List.of(pointer(HOOKS_STDOUT), pointer(HOOKS_STDERR));
  }

  /** Whether hooks print to a file. */
  public boolean redirectsHooks() {
    return hookFiles().stream().anyMatch(Optional::isPresent);
  }

  /** Whether a filter may not name system calls that nobody knows. */
  public boolean isSeccompStrict() {
    return isOn(SECCOMP_STRICT);
  }

  /** A filter for the kernel in base64, which takes the place of the profile. */
  public Optional<String> seccompData() {
    return get(SECCOMP_DATA);
  }

  /**
   * The socket of who answers for system calls.
   *
   * @param listenerPath what config.json has a field for
   * @param environment the caller's
   */
  public Optional<String> seccompReceiver(
      Optional<String> listenerPath, Map<String, String> environment) {
    if (listenerPath.isPresent()) {
      return listenerPath;
    }
    var receiver =
        get(SECCOMP_RECEIVER).or(() -> Optional.ofNullable(environment.get(RECEIVER_VARIABLE)));
    receiver.ifPresent(
        path -> {
          if (!path.startsWith("/")) {
            throw new SpecFailure(
                pointer(SECCOMP_RECEIVER),
                "the seccomp receiver `" + path + "` is not an absolute path");
          }
        });
    return receiver;
  }
}
