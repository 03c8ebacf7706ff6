package org.jrunc.spec.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a JSON document into a record, component by component.
 *
 * <p>Like Go's encoding/json, which wrote most documents we read: {@code null} is the same as
 * absent, unknown names are skipped, and of a name given twice the last value counts. Unlike it,
 * names must match in case, {@code null} cannot be an element, and nothing may follow the document.
 */
public final class SpecReader {
  /** No longer number fits 64 bits, with or without a sign. */
  private static final int LONGEST_NUMBER = 20;

  private final JsonScanner scanner;

  /** Names and indexes that lead to the present value. */
  private final List<Object> path = new ArrayList<>();

  private SpecReader(byte[] json) {
    scanner = new JsonScanner(json);
  }

  /**
   * Reads a document.
   *
   * @param <R> class of the record
   * @param json the document, UTF-8
   * @param type class of the record; its package must be open to reflection from this module
   * @return the record
   * @throws SpecSyntaxException if the bytes are not JSON or do not fit the record
   */
  public static <R extends Record> R read(byte[] json, Class<R> type) {
    return type.cast(new SpecReader(json).document(Slot.of(type)));
  }

  private Object document(Slot slot) {
    var document = value(slot);
    if (scanner.peek() != JsonScanner.END) {
      throw scanner.unexpected("the end of the document");
    }
    return document;
  }

  /** Reads the next value, which is not absent. */
  private Object value(Slot slot) {
    var next = scanner.peek();
    return switch (slot.kind()) {
      case TEXT -> next == '"' ? scanner.text() : mismatch(slot);
      case ENUM -> next == '"' ? constant(slot) : mismatch(slot);
      case BOOLEAN -> next == 't' || next == 'f' ? scanner.word().equals("true") : mismatch(slot);
      case INT, LONG, UNSIGNED ->
          next == '-' || (next >= '0' && next <= '9') ? integer(slot) : mismatch(slot);
      case RECORD -> next == '{' ? record(slot) : mismatch(slot);
      case LIST -> next == '[' ? list(slot) : mismatch(slot);
      case MAP -> next == '{' ? map(slot) : mismatch(slot);
    };
  }

  private Object record(Slot slot) {
    var shape = RecordShape.of(slot.type());
    var start = scanner.position();
    var arguments = shape.blank();
    for (var more = scanner.open('}'); more; more = scanner.more('}')) {
      var name = scanner.name();
      var component = shape.component(name);
      if (component == null) {
        scanner.skip();
      } else if (scanner.peek() == 'n') {
        // Nothing but null begins so, and word() refuses the rest.
        var _ = scanner.word();
        arguments[component.index()] = component.slot().blank();
      } else {
        arguments[component.index()] = member(name, component.slot());
      }
    }
    try {
      return shape.construct(arguments);
    } catch (FieldException e) {
      throw scanner.error(pointer() + "/" + e.component(), start, e.problem());
    }
  }

  private Object member(Object step, Slot slot) {
    path.add(step);
    var value = value(slot);
    path.removeLast();
    return value;
  }

  private List<Object> list(Slot slot) {
    var list = new ArrayList<>();
    for (var more = scanner.open(']'); more; more = scanner.more(']')) {
      list.add(member(list.size(), slot.elementSlot()));
    }
    return list;
  }

  private Map<String, Object> map(Slot slot) {
    var map = new LinkedHashMap<String, Object>();
    for (var more = scanner.open('}'); more; more = scanner.more('}')) {
      var key = scanner.name();
      map.put(key, member(key, slot.elementSlot()));
    }
    return Collections.unmodifiableMap(map);
  }

  private Object constant(Slot slot) {
    var start = scanner.position();
    var spelling = scanner.text();
    var constant = slot.constant(spelling);
    if (constant == null) {
      var found = "the string `" + Excerpt.of(spelling) + "`";
      throw problem(start, "expected " + slot.expected() + ", found " + found);
    }
    return constant;
  }

  private Object integer(Slot slot) {
    var start = scanner.position();
    var number = scanner.number();
    if (number.indexOf('.') >= 0 || number.indexOf('e') >= 0 || number.indexOf('E') >= 0) {
      throw problem(
          start, "expected " + slot.expected() + ", found the number " + Excerpt.of(number));
    }
    try {
      if (number.length() <= LONGEST_NUMBER) {
        return switch (slot.kind()) {
          case INT -> Integer.parseInt(number);
          case LONG -> Long.parseLong(number);
          default -> new BigInteger(number);
        };
      }
    } catch (NumberFormatException _) {
      // Told below, as for numbers too long to try.
    }
    throw problem(start, "expected a number " + slot.range() + ", found " + Excerpt.of(number));
  }

  private Object mismatch(Slot slot) {
    var start = scanner.position();
    var found =
        switch (scanner.peek()) {
          case '{' -> "an object";
          case '[' -> "an array";
          default -> scanner.plain();
        };
    throw problem(start, "expected " + slot.expected() + ", found " + found);
  }

  private SpecSyntaxException problem(int at, String problem) {
    return scanner.error(pointer(), at, problem);
  }

  private String pointer() {
    var pointer = new StringBuilder();
    for (var step : path) {
      pointer.append('/').append(step.toString().replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
