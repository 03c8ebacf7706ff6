package org.jrunc.core.criu;

/** What a checkpoint or a restore may be told to do otherwise, and does not by itself. */
public enum CriuSwitch {
  /** The processes go on after the dump. */
  LEAVE_RUNNING("leave-running", 3),
  /** Unix sockets may be connected to somebody outside. */
  EXTERNAL_SOCKETS("ext-unix-sk", 4),
  /** Connections may be established. */
  TCP_ESTABLISHED("tcp-established", 5),
  /** The processes may belong to a session and a terminal outside. */
  SHELL_JOB("shell-job", 7),
  /** Files may be locked. */
  FILE_LOCKS("file-locks", 8),
  /** Pages that a later image holds are dropped from the earlier ones. */
  AUTO_DEDUP("auto-dedup", 16),
  /** Files that were removed are linked again. */
  LINK_REMAP("link-remap", 18),
  /** Connections that are about to be established are left out. */
  TCP_SKIP_IN_FLIGHT("tcp-skip-in-flight", 46),
  /** Pages are fetched when they are needed. */
  LAZY_PAGES("lazy-pages", 48),
  /** Connections are restored as closed. */
  TCP_CLOSE("tcp-close", 52);

  private final String flag;
  private final int field;

  CriuSwitch(String flag, int field) {
    this.flag = flag;
    this.field = field;
  }

  /** The flag of the command line, without dashes. */
  public String flag() {
    return flag;
  }

  /** Its number in {@code criu_opts}. */
  int field() {
    return field;
  }
}
