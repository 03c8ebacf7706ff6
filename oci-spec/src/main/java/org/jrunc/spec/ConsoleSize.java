package org.jrunc.spec;

import org.jrunc.spec.json.Fields;

/**
 * Size of a terminal in characters (config.md, {@code consoleSize}).
 *
 * @param height rows
 * @param width columns
 */
public record ConsoleSize(int height, int width) {

  public ConsoleSize {
    Fields.notNegative("height", height);
    Fields.notNegative("width", width);
  }
}
