package org.jrunc.cli.session;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import org.jrunc.core.seccomp.SeccompFacts;
import org.jrunc.spec.DefaultSpec;

/** Which jrunc this is, in the form that go-runc reads. */
public final class Version {
  private Version() {}

  /** The version of the module, {@code 0.0.0} when run from class files. */
  public static String number() {
    return Optional.ofNullable(Version.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("0.0.0");
  }

  /** The lines of {@code --version}, beginning with {@code runc version} if called as runc. */
  public static String text(String program) {
    var text = new StringBuilder(program + " version " + number() + "\n");
    var commit = System.getProperty("jrunc.commit", "");
    if (!commit.isEmpty()) {
      text.append("commit: ").append(commit).append('\n');
    }
    text.append("spec: ").append(DefaultSpec.OCI_VERSION).append('\n');
    text.append("java: ").append(Runtime.version().feature()).append('\n');
    SeccompFacts.installedLibrary()
        .ifPresent(library -> text.append("libseccomp: ").append(library).append('\n'));
    return text.toString();
  }
}
