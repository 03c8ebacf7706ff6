package org.jrunc.spec.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Walks over a JSON text (RFC 8259) value by value, strictly.
 *
 * <p>It is our own because jackson-core, before its first token, initialises {@link
 * java.math.BigDecimal}, which alone takes 15 ms of a command that runs without a warm engine. A
 * test holds it to Jackson's verdict and values.
 */
final class JsonScanner {
  /** What {@link #peek()} returns after the last byte. */
  static final int END = -1;

  private static final int DEEPEST = 400;

  private final byte[] json;
  private int position;

  JsonScanner(byte[] json) {
    this.json = json;
  }

  int position() {
    return position;
  }

  /** Skips white space and returns the next byte, which stays where it is. */
  int peek() {
    while (position < json.length) {
      var next = json[position];
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        return next & 0xff;
      }
      position++;
    }
    return END;
  }

  /** Enters an object or array and tells whether it has a member. */
  boolean open(int close) {
    position++;
    if (peek() == close) {
      position++;
      return false;
    }
    return true;
  }

  /** Goes on after a member and tells whether there is another one. */
  boolean more(int close) {
    var next = peek();
    if (next != ',' && next != close) {
      throw unexpected("`,` or `" + (char) close + "`");
    }
    position++;
    return next == ',';
  }

  /** Takes the name of a member and its colon. */
  String name() {
    if (peek() != '"') {
      throw unexpected("a name in double quotes");
    }
    var name = text();
    if (peek() != ':') {
      throw unexpected("`:`");
    }
    position++;
    return name;
  }

  /** Takes a string; the next byte is its quotation mark. */
  String text() {
    var start = ++position;
    var ascii = true;
    while (position < json.length) {
      var next = json[position];
      if (next == '"') {
        var text = ascii ? latin(start) : decode(start);
        position++;
        return text;
      } else if (next == '\\') {
        return escapedText(start);
      } else if (next >= 0 && next < ' ') {
        throw error(position, "a control character in a string must be escaped");
      }
      ascii &= next >= 0;
      position++;
    }
    throw unexpected("the end of a string");
  }

  private String escapedText(int start) {
    var text = new StringBuilder(decode(start));
    var from = position;
    while (position < json.length) {
      var next = json[position];
      if (next == '"') {
        text.append(decode(from));
        position++;
        return text.toString();
      } else if (next == '\\') {
        text.append(decode(from));
        escape(text);
        from = position;
      } else if (next >= 0 && next < ' ') {
        throw error(position, "a control character in a string must be escaped");
      } else {
        position++;
      }
    }
    throw unexpected("the end of a string");
  }

  private void escape(StringBuilder text) {
    var at = position;
    var kind = position + 1 < json.length ? json[position + 1] : 0;
    position += 2;
    switch (kind) {
      case '"', '\\', '/' -> text.append((char) kind);
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'u' -> unicode(text, at);
      default -> throw error(at, "unknown escape in a string");
    }
  }

  /** Takes a UTF-16 unit or a pair of them; half a pair becomes U+FFFD, as in Go. */
  private void unicode(StringBuilder text, int at) {
    var unit = hex(at);
    if (Character.isHighSurrogate(unit)
        && position + 1 < json.length
        && json[position] == '\\'
        && json[position + 1] == 'u') {
      var back = position;
      position += 2;
      var low = hex(back);
      if (Character.isLowSurrogate(low)) {
        text.append(unit).append(low);
        return;
      }
      position = back;
    }
    text.append(Character.isSurrogate(unit) ? '\ufffd' : unit);
  }

  private char hex(int at) {
    var value = 0;
    for (var end = position + 4; position < end; position++) {
      var digit = position < json.length ? Character.digit(json[position], 16) : -1;
      if (digit < 0) {
        throw error(at, "an escape in a string needs four hexadecimal digits");
      }
      value = (value << 4) | digit;
    }
    return (char) value;
  }

  private String latin(int from) {
    return new String(json, from, position - from, StandardCharsets.ISO_8859_1);
  }

  private String decode(int from) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(json, from, position - from))
          .toString();
    } catch (CharacterCodingException _) {
      throw error(from, "a string is not valid UTF-8");
    }
  }

  /** Takes a number as it is written; the next byte is a digit or the minus sign. */
  String number() {
    var start = position;
    if (at('-')) {
      position++;
    }
    if (at('0')) {
      position++;
    } else {
      digits(start);
    }
    if (at('.')) {
      position++;
      digits(start);
    }
    if (at('e') || at('E')) {
      position++;
      if (at('+') || at('-')) {
        position++;
      }
      digits(start);
    }
    if (position < json.length && isWordPart(json[position])) {
      throw error(start, "malformed number");
    }
    return latin(start);
  }

  private boolean at(int wanted) {
    return position < json.length && json[position] == wanted;
  }

  private void digits(int start) {
    var from = position;
    while (position < json.length && json[position] >= '0' && json[position] <= '9') {
      position++;
    }
    if (position == from) {
      throw error(start, "malformed number");
    }
  }

  /** Takes {@code true}, {@code false} or {@code null}. */
  String word() {
    var start = position;
    while (position < json.length && isWordPart(json[position])) {
      position++;
    }
    var word = latin(start);
    if (!word.equals("true") && !word.equals("false") && !word.equals("null")) {
      position = start;
      throw unexpected("a value");
    }
    return word;
  }

  private static boolean isWordPart(byte next) {
    return next < 0 || Character.isLetterOrDigit(next) || next == '_';
  }

  /** Takes any value and forgets it. */
  void skip() {
    skip(0);
  }

  private void skip(int depth) {
    switch (peek()) {
      case '{' -> {
        nest(depth);
        for (var more = open('}'); more; more = more('}')) {
          var _ = name();
          skip(depth + 1);
        }
      }
      case '[' -> {
        nest(depth);
        for (var more = open(']'); more; more = more(']')) {
          skip(depth + 1);
        }
      }
      default -> plain();
    }
  }

  private void nest(int depth) {
    if (depth == DEEPEST) {
      throw error(position, "the document is nested deeper than " + DEEPEST);
    }
  }

  /** Takes a value that is neither object nor array and returns it in words. */
  String plain() {
    var next = peek();
    if (next == '"') {
      return "the string `" + Excerpt.of(text()) + "`";
    } else if (next == '-' || (next >= '0' && next <= '9')) {
      return "the number " + Excerpt.of(number());
    }
    return word();
  }

  /** Returns the error of something else than what had to come. */
  SpecSyntaxException unexpected(String expected) {
    if (peek() == END) {
      return error(position, "the document ends where " + expected + " is expected");
    }
    var end = position + 1;
    while (end < json.length && isWordPart(json[end - 1]) && isWordPart(json[end])) {
      end++;
    }
    var found = new String(json, position, end - position, StandardCharsets.UTF_8);
    return error(position, "expected " + expected + ", found `" + Excerpt.of(found) + "`");
  }

  SpecSyntaxException error(int at, String problem) {
    return error("", at, problem);
  }

  SpecSyntaxException error(String pointer, int at, String problem) {
    var line = 1;
    var lineStart = 0;
    for (var index = 0; index < at; index++) {
      if (json[index] == '\n') {
        line++;
        lineStart = index + 1;
      }
    }
    return new SpecSyntaxException(pointer, line, at - lineStart + 1, problem);
  }
}
