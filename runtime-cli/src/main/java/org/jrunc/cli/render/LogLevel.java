package org.jrunc.cli.render;

/** How grave a log line is. */
public enum LogLevel {
  /** What goes on inside, written with {@code --debug} only. */
  DEBUG("debug", "DEBU", 37),
  /** The command goes on, but not quite as asked. */
  WARNING("warning", "WARN", 33),
  /** The command failed. */
  ERROR("error", "ERRO", 31);

  private final String word;
  private final String shortWord;
  private final int colour;

  LogLevel(String word, String shortWord, int colour) {
    this.word = word;
    this.shortWord = shortWord;
    this.colour = colour;
  }

  /** The word in text and JSON lines, lower case: containerd looks for {@code error}. */
  public String word() {
    return word;
  }

  /** The four letters that begin a line on a terminal. */
  String shortWord() {
    return shortWord;
  }

  /** The ANSI colour number of those letters. */
  int colour() {
    return colour;
  }
}
