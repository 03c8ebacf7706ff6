package org.jrunc.core.seccomp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jrunc.core.linux.SeccompLibrary;
import org.jrunc.spec.linux.Seccomp;
import org.jspecify.annotations.Nullable;

/**
 * Makes filters, and keeps the latest. Most containers of a host have one and the same profile, and
 * libseccomp takes longer for a long one than everything else about a container together.
 */
public final class SeccompFilters {
  private static final int MOST_KEPT = 16;

  private final Map<Profile, SeccompFilter> kept =
      Collections.synchronizedMap(
          new LinkedHashMap<>(MOST_KEPT, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Profile, SeccompFilter> eldest) {
              return size() > MOST_KEPT;
            }
          });
  private @Nullable SeccompLibrary library;

  /** Keeps none yet. */
  public SeccompFilters() {}

  /** What a filter is made from. */
  private record Profile(Seccomp seccomp, boolean strict) {}

  /**
   * The filter for a profile.
   *
   * @param strict whether it may name no system call that nobody knows
   * @throws org.jrunc.core.failure.SpecFailure if the profile asks for what there is not
   * @throws org.jrunc.core.failure.HostFailure if the host has no libseccomp
   */
  public SeccompFilter of(Seccomp seccomp, boolean strict) {
    var profile = new Profile(seccomp, strict);
    var known = kept.get(profile);
    if (known != null) {
      return known;
    }
    var made = make(profile);
    kept.put(profile, made);
    return made;
  }

  // libseccomp finds out about the kernel at its first use, without a lock of its own.
  private synchronized SeccompFilter make(Profile profile) {
    var loaded = library;
    if (loaded == null) {
      loaded = SeccompLibrary.load();
      library = loaded;
    }
    return SeccompCompiler.compile(loaded, profile.seccomp(), profile.strict());
  }
}
