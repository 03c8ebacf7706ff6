package org.jrunc.spec.check;

import java.util.List;
import org.jrunc.spec.Process;
import org.jrunc.spec.Spec;

/**
 * Checks a config.json against the rules that need no host, and refuses what runc refuses.
 *
 * <p>What depends on the host or on the runtime's own tables is left to the runtime: whether paths
 * exist, whether a joined network namespace is the host's, mount options, capability names.
 */
public final class SpecChecker {
  private static final List<Chapter> CHAPTERS =
      List.of(
          new TopLevelChapter(),
          new ProcessChapter(),
          new SchedulingChapter(),
          new MountsChapter(),
          new HooksChapter(),
          new NamespacesChapter(),
          new UserMappingsChapter(),
          new SysctlChapter(),
          new DevicesChapter(),
          new NetDevicesChapter(),
          new ResourcesChapter(),
          new SeccompChapter(),
          new LinuxChapter());

  private SpecChecker() {}

  /**
   * Checks a whole spec.
   *
   * @param spec what to check
   * @return the rules it breaks, chapter by chapter; empty if there are none
   */
  public static List<Violation> check(Spec spec) {
    var findings = new Findings();
    for (var chapter : CHAPTERS) {
      chapter.check(spec, findings);
    }
    return findings.violations();
  }

  /**
   * Checks a process alone, as {@code exec --process} gets it.
   *
   * @param process what to check
   * @return the rules it breaks, with pointers below {@code /process}
   */
  public static List<Violation> check(Process process) {
    var findings = new Findings();
    ProcessChapter.check(process, findings);
    SchedulingChapter.check(process, findings);
    return findings.violations();
  }
}
