package org.jrunc.cli.session;

/** The name the program speaks under: {@code runc} if it is called so, {@code jrunc} otherwise. */
public final class ProgramName {
  /** The program's own name. */
  public static final String OWN = "jrunc";

  private static final String STANDING_IN_FOR = "runc";

  private ProgramName() {}

  /** The name for a program that was started by this path, argument zero of the caller. */
  public static String of(String path) {
    var base = path.substring(path.lastIndexOf('/') + 1);
    return base.equals(STANDING_IN_FOR) ? STANDING_IN_FOR : OWN;
  }
}
