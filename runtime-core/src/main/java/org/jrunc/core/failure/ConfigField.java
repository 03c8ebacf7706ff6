package org.jrunc.core.failure;

/** How a message says which field of config.json is the cause. */
final class ConfigField {
  private ConfigField() {}

  /** The end of a message; nothing for an empty pointer. */
  static String from(String pointer) {
    return pointer.isEmpty() ? "" : " (from " + pointer + " in config.json)";
  }
}
