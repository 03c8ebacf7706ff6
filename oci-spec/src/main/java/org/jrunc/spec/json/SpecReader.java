package org.jrunc.spec.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a JSON document into a record, component by component, straight from the token stream.
 *
 * <p>Like Go's encoding/json, which wrote most documents we read: {@code null} is the same as
 * absent, unknown names are skipped, of a name given twice the last value counts, and what follows
 * the document is not looked at. Unlike it, names must match in case, and {@code null} cannot be an
 * element.
 */
public final class SpecReader {
  /** As deep as Go reads. What is larger than a property can hold is a matter of that property. */
  private static final int DEEPEST = 10_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final int MOST_DIGITS = 32;
  private static final int LONGEST_EXCERPT = 40;

  private final JsonParser parser;

  private SpecReader(JsonParser parser) {
    this.parser = parser;
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
    // Of which Jackson would guess the encoding.
    if (json.length > 1 && (json[0] <= 0 || json[1] == 0)) {
      throw new SpecSyntaxException(
          "",
          1,
          1,
          "expected UTF-8 without a byte order mark, found byte 0x"
              + HexFormat.of().toHexDigits(json[0]));
    }
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      return type.cast(new SpecReader(parser).document(Slot.of(type)));
    } catch (StreamReadException e) {
      throw syntaxError(e);
    } catch (JacksonException e) {
      throw new SpecSyntaxException("", 0, 0, plain(e.getOriginalMessage()));
    }
  }

  private Object document(Slot slot) {
    if (parser.nextToken() == null) {
      throw problem("the document is empty");
    }
    return value(slot);
  }

  /** Reads the value at the current token, which is not absent. */
  private Object value(Slot slot) {
    var token = parser.currentToken();
    return switch (slot.kind()) {
      case TEXT -> token == JsonToken.VALUE_STRING ? parser.getString() : mismatch(slot);
      case BOOLEAN -> bool(token, slot);
      case INT, LONG, UNSIGNED ->
          token == JsonToken.VALUE_NUMBER_INT ? integer(slot) : mismatch(slot);
      case ENUM -> token == JsonToken.VALUE_STRING ? constant(slot) : mismatch(slot);
      case RECORD -> token == JsonToken.START_OBJECT ? record(slot) : mismatch(slot);
      case LIST -> token == JsonToken.START_ARRAY ? list(slot) : mismatch(slot);
      case MAP -> token == JsonToken.START_OBJECT ? map(slot) : mismatch(slot);
    };
  }

  private Object record(Slot slot) {
    var shape = RecordShape.of(slot.type());
    var start = parser.currentTokenLocation();
    var arguments = shape.blank();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var component = shape.component(parser.currentName());
      var token = parser.nextToken();
      if (component == null) {
        parser.skipChildren();
      } else if (token == JsonToken.VALUE_NULL) {
        arguments[component.index()] = component.slot().blank();
      } else {
        arguments[component.index()] = value(component.slot());
      }
    }
    try {
      return shape.construct(arguments);
    } catch (FieldException e) {
      var pointer = pointer() + "/" + e.component();
      throw new SpecSyntaxException(pointer, start.getLineNr(), start.getColumnNr(), e.problem());
    }
  }

  private List<Object> list(Slot slot) {
    var list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(slot.elementSlot()));
    }
    return list;
  }

  private Map<String, Object> map(Slot slot) {
    var map = new LinkedHashMap<String, Object>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var key = parser.currentName();
      parser.nextToken();
      map.put(key, value(slot.elementSlot()));
    }
    return Collections.unmodifiableMap(map);
  }

  private Object bool(@Nullable JsonToken token, Slot slot) {
    if (token == JsonToken.VALUE_TRUE) {
      return true;
    }
    return token == JsonToken.VALUE_FALSE ? false : mismatch(slot);
  }

  private Object integer(Slot slot) {
    try {
      return switch (slot.kind()) {
        case INT -> parser.getIntValue();
        case LONG -> parser.getLongValue();
        // Not getBigIntegerValue(): its parser sets up method handles, 10 ms of a cold start.
        default -> new BigInteger(digits());
      };
    } catch (InputCoercionException e) {
      var range =
          slot.kind() == Slot.Kind.INT
              ? Integer.MIN_VALUE + " to " + Integer.MAX_VALUE
              : Long.MIN_VALUE + " to " + Long.MAX_VALUE;
      throw problem("expected a number from " + range + ", found " + excerpt());
    }
  }

  private String digits() {
    var digits = parser.getString();
    if (digits.length() > MOST_DIGITS) {
      throw problem("expected a number of at most " + MOST_DIGITS + " digits, found " + excerpt());
    }
    return digits;
  }

  private Object constant(Slot slot) {
    var constant = slot.constant(parser.getString());
    return constant == null ? mismatch(slot) : constant;
  }

  private Object mismatch(Slot slot) {
    throw problem(slot.refusal() + "expected " + slot.expected() + ", found " + found());
  }

  private String found() {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> "the string `" + excerpt() + "`";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + excerpt();
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      default -> parser.getString();
    };
  }

  private String excerpt() {
    return shorten(parser.getString());
  }

  private SpecSyntaxException problem(String problem) {
    var location = parser.currentTokenLocation();
    var column = Math.max(1, location.getColumnNr());
    return new SpecSyntaxException(pointer(), location.getLineNr(), column, problem);
  }

  private String pointer() {
    return parser.streamReadContext().pathAsPointer().toString();
  }

  private static SpecSyntaxException syntaxError(StreamReadException e) {
    var at = e.getLocation();
    var line = at == null ? 0 : at.getLineNr();
    var column = at == null ? 0 : at.getColumnNr();
    var problem =
        e instanceof UnexpectedEndOfInputException
            ? "the document ends in the middle of a value"
            : plain(e.getOriginalMessage());
    return new SpecSyntaxException("", line, column, problem);
  }

  /** Turns Jackson's sentence into one lower-case line, without its advice on reader options. */
  private static String plain(String sentence) {
    var line =
        sentence
            .lines()
            .findFirst()
            .orElse("")
            .replaceFirst(": enable `.*| \\((for|consider) .*|: maybe a \\(non-standard\\).*", "")
            .replaceFirst("\\('(.+)' \\(code \\d+\\)\\)", "`$1`")
            .replaceFirst("\\(\\(CTRL-CHAR, code (\\d+)\\)\\)", "with code $1")
            .replaceFirst("was expecting", "expected")
            .replaceFirst(", from `StreamReadConstraints[^`]*`", "")
            .replaceFirst("\\.?\\s*$", "");
    return line.isEmpty()
        ? "malformed JSON"
        : line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
  }

  private static String shorten(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_EXCERPT)
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return text.length() > shown.length() ? shown + "..." : shown.toString();
  }
}
