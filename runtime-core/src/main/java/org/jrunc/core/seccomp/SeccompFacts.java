package org.jrunc.core.seccomp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.linux.SeccompLibrary;
import org.jrunc.spec.linux.SeccompAction;
import org.jrunc.spec.linux.SeccompArch;
import org.jrunc.spec.linux.SeccompFlag;
import org.jrunc.spec.linux.SeccompOperator;

/**
 * What {@code features} says about filters.
 *
 * @param libraryVersion the version of libseccomp; empty if there is none, and so no filters
 * @param actions what may be done with a system call
 * @param operators how arguments are compared
 * @param architectures for which filters are made
 * @param knownFlags flags that config.json may have
 * @param supportedFlags those of them that this kernel has
 */
public record SeccompFacts(
    Optional<String> libraryVersion,
    List<String> actions,
    List<String> operators,
    List<String> architectures,
    List<String> knownFlags,
    List<String> supportedFlags) {
  // Names of the spec that no libseccomp of today has.
  private static final Set<SeccompArch> UNKNOWN_TO_THE_LIBRARY =
      Set.of(SeccompArch.SCMP_ARCH_M68K, SeccompArch.SCMP_ARCH_SH, SeccompArch.SCMP_ARCH_SHEB);

  /** Immutable copies. */
  public SeccompFacts {
    actions = List.copyOf(actions);
    operators = List.copyOf(operators);
    architectures = List.copyOf(architectures);
    knownFlags = List.copyOf(knownFlags);
    supportedFlags = List.copyOf(supportedFlags);
  }

  /** The facts of this host. */
  public static SeccompFacts ofHost() {
    return new SeccompFacts(
        version(),
        names(SeccompAction.values()),
        names(SeccompOperator.values()),
        Arrays.stream(SeccompArch.values())
            .filter(architecture -> !UNKNOWN_TO_THE_LIBRARY.contains(architecture))
            .map(Enum::name)
            .sorted()
            .toList(),
        Arrays.stream(SeccompFlag.values()).map(Enum::name).toList(),
        supported());
  }

  private static Optional<String> version() {
    try {
      return Optional.of(SeccompLibrary.load().version());
    } catch (HostFailure e) {
      return Optional.empty();
    }
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).sorted().toList();
  }

  private static List<String> supported() {
    var supported = new ArrayList<String>();
    for (var flag : SeccompFlag.values()) {
      if (SeccompLibrary.kernelKnows(bits(flag))) {
        supported.add(flag.name());
      }
    }
    return supported;
  }

  private static int bits(SeccompFlag flag) {
    return switch (flag) {
      case SECCOMP_FILTER_FLAG_TSYNC -> Abi.SECCOMP_FILTER_FLAG_TSYNC;
      case SECCOMP_FILTER_FLAG_LOG -> Abi.SECCOMP_FILTER_FLAG_LOG;
      case SECCOMP_FILTER_FLAG_SPEC_ALLOW -> Abi.SECCOMP_FILTER_FLAG_SPEC_ALLOW;
      // Valid together with a listener only.
      case SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV ->
          Abi.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV | Abi.SECCOMP_FILTER_FLAG_NEW_LISTENER;
    };
  }
}
