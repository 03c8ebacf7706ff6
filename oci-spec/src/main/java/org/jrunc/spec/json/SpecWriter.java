package org.jrunc.spec.json;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as JSON in the form of Go's encoding/json, as callers of runc know it: components
 * in their order, map keys sorted, HTML characters escaped.
 *
 * <p>Absent components, and empty lists and maps, are left out of their record unless they are
 * {@link JsonAlways}. The values may be records, lists, maps with text keys, texts, numbers,
 * booleans, enums and null.
 */
public final class SpecWriter {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder();
  private final @Nullable String indent;
  private int depth;

  private SpecWriter(@Nullable String indent) {
    this.indent = indent;
  }

  /**
   * Writes a value on one line without spaces.
   *
   * @param value a record, list, map or plain value
   * @return the JSON text, without a final newline
   */
  public static String compact(@Nullable Object value) {
    return new SpecWriter(null).write(value);
  }

  /**
   * Writes a value over many lines.
   *
   * @param value a record, list, map or plain value
   * @param indent what each level is indented with, such as a tab or two spaces
   * @return the JSON text, without a final newline
   */
  public static String indented(@Nullable Object value, String indent) {
    return new SpecWriter(indent).write(value);
  }

  private String write(@Nullable Object value) {
    value(value);
    return out.toString();
  }

  // No pattern switches here: each makes its own class at run time, which a cold start pays for.
  @SuppressWarnings("IfChainToSwitch")
  private void value(@Nullable Object value) {
    if (value instanceof Record document) {
      record(document);
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof String || value instanceof Enum<?>) {
      text(value.toString());
    } else {
      out.append(value);
    }
  }

  private void record(Record document) {
    var first = true;
    out.append('{');
    depth++;
    for (var component : RecordShape.of(document.getClass()).components()) {
      var value = RecordShape.get(document, component);
      if (component.always() || !isAbsent(value)) {
        member(component.jsonName(), value, first);
        first = false;
      }
    }
    close('}', first);
  }

  private static boolean isAbsent(@Nullable Object value) {
    return value == null
        || (value instanceof List<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  private void map(Map<?, ?> map) {
    var sorted = new TreeMap<String, @Nullable Object>();
    for (var entry : map.entrySet()) {
      sorted.put(String.valueOf(entry.getKey()), entry.getValue());
    }
    var first = true;
    out.append('{');
    depth++;
    for (var entry : sorted.entrySet()) {
      member(entry.getKey(), entry.getValue(), first);
      first = false;
    }
    close('}', first);
  }

  private void member(String name, @Nullable Object value, boolean first) {
    next(first);
    text(name);
    out.append(indent == null ? ":" : ": ");
    value(value);
  }

  private void list(List<?> list) {
    var first = true;
    out.append('[');
    depth++;
    for (var element : list) {
      next(first);
      value(element);
      first = false;
    }
    close(']', first);
  }

  private void next(boolean first) {
    if (!first) {
      out.append(',');
    }
    newLine();
  }

  private void close(char bracket, boolean empty) {
    depth--;
    if (!empty) {
      newLine();
    }
    out.append(bracket);
  }

  private void newLine() {
    if (indent != null) {
      out.append('\n').repeat(indent, depth);
    }
  }

  private void text(String text) {
    out.append('"');
    for (var index = 0; index < text.length(); ) {
      var c = text.codePointAt(index);
      character(c);
      index += Character.charCount(c);
    }
    out.append('"');
  }

  private void character(int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      // Go escapes what HTML could take for markup, and line separators that JavaScript forbids.
      case '<', '>', '&', 0x2028, 0x2029 -> escape(c);
      default -> plain(c);
    }
  }

  private void plain(int c) {
    if (c < ' ') {
      escape(c);
    } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      // A lone surrogate has no UTF-8.
      out.append("\\ufffd");
    } else {
      out.appendCodePoint(c);
    }
  }

  private void escape(int c) {
    out.append("\\u");
    for (var shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt((c >> shift) & 0xf));
    }
  }
}
