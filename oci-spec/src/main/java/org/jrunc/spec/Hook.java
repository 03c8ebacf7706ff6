package org.jrunc.spec;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One command of a hook list (config.md, "POSIX-platform Hooks").
 *
 * @param path absolute path of the executable; empty when absent
 * @param args arguments, the zeroth included, as for execv(3)
 * @param env environment, entries {@code NAME=value}; nothing is inherited
 * @param timeout seconds after which the hook is killed; absent means never
 */
public record Hook(String path, List<String> args, List<String> env, @Nullable Integer timeout) {

  public Hook {
    path = Fields.orEmpty(path);
    args = Fields.orEmpty(args);
    env = Fields.orEmpty(env);
  }
}
