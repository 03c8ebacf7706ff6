package org.jrunc.spec.check;

import java.util.List;
import org.jrunc.spec.Hook;
import org.jrunc.spec.Spec;

/** Hooks (config.md, "POSIX-platform Hooks"). */
final class HooksChapter implements Chapter {
  private static final String SECTION = "config.md, POSIX-platform Hooks";

  @Override
  public void check(Spec spec, Findings findings) {
    var hooks = spec.hooks();
    if (hooks == null) {
      return;
    }
    each("/hooks/prestart/", hooks.prestart(), findings);
    each("/hooks/createRuntime/", hooks.createRuntime(), findings);
    each("/hooks/createContainer/", hooks.createContainer(), findings);
    each("/hooks/startContainer/", hooks.startContainer(), findings);
    each("/hooks/poststart/", hooks.poststart(), findings);
    each("/hooks/poststop/", hooks.poststop(), findings);
  }

  private static void each(String pointer, List<Hook> hooks, Findings findings) {
    for (var index = 0; index < hooks.size(); index++) {
      hook(pointer + index, hooks.get(index), findings);
    }
  }

  private static void hook(String pointer, Hook hook, Findings findings) {
    findings.absolute(pointer + "/path", hook.path(), SECTION);
    findings.noNul(pointer + "/args", hook.args(), SECTION);
    findings.noNul(pointer + "/env", hook.env(), SECTION);
    var timeout = hook.timeout();
    if (timeout != null && timeout <= 0) {
      var message = "the timeout must be greater than zero, found " + timeout;
      findings.add(pointer + "/timeout", "hook-timeout", message, SECTION);
    }
  }
}
