package org.jrunc.core.seccomp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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
    var library = library();
    return new SeccompFacts(
        library.map(SeccompLibrary::version),
        names(SeccompAction.values(), action -> true),
        names(SeccompOperator.values(), operator -> true),
        names(
            SeccompArch.values(),
            architecture ->
                library.filter(l -> l.knows(SeccompNumbers.token(architecture))).isPresent()),
        names(SeccompFlag.values(), flag -> true),
        names(SeccompFlag.values(), flag -> SeccompLibrary.kernelKnows(bits(flag))));
  }

  /** The version of the libseccomp of this host, empty if it has none. */
  public static Optional<String> installedLibrary() {
    return library().map(SeccompLibrary::version);
  }

  private static Optional<SeccompLibrary> library() {
    try {
      return Optional.of(SeccompLibrary.load());
    } catch (HostFailure e) {
      return Optional.empty();
    }
  }

  private static <E extends Enum<E>> List<String> names(E[] constants, Predicate<E> which) {
    return Arrays.stream(constants).filter(which).map(Enum::name).sorted().toList();
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
