package org.jrunc.spec.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The type of one value: what JSON it takes, and for lists and maps what they hold.
 *
 * @param kind what JSON it takes
 * @param type the Java class
 * @param element the type of the elements of a list or of the values of a map
 */
record Slot(Kind kind, Class<?> type, @Nullable Slot element) {

  /** What JSON a value takes. */
  enum Kind {
    TEXT,
    BOOLEAN,
    INT,
    LONG,
    UNSIGNED,
    ENUM,
    RECORD,
    LIST,
    MAP
  }

  static Slot of(Type type) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      return generic.getRawType() == List.class
          ? new Slot(Kind.LIST, List.class, of(arguments[0]))
          : new Slot(Kind.MAP, Map.class, of(arguments[1]));
    }
    var plain = (Class<?>) type;
    return new Slot(kind(plain), plain, null);
  }

  private static Kind kind(Class<?> type) {
    if (type == String.class) {
      return Kind.TEXT;
    } else if (type == boolean.class || type == Boolean.class) {
      return Kind.BOOLEAN;
    } else if (type == int.class || type == Integer.class) {
      return Kind.INT;
    } else if (type == long.class || type == Long.class) {
      return Kind.LONG;
    } else if (type == BigInteger.class) {
      return Kind.UNSIGNED;
    } else if (type.isEnum()) {
      return Kind.ENUM;
    } else if (type.isRecord()) {
      return Kind.RECORD;
    }
    throw new IllegalArgumentException("no JSON for " + type);
  }

  Slot elementSlot() {
    if (element == null) {
      throw new IllegalStateException(type + " has no elements");
    }
    return element;
  }

  /** Returns what the constructor gets when the document does not mention the component. */
  @Nullable Object blank() {
    if (!type.isPrimitive()) {
      return null;
    }
    return switch (kind) {
      case BOOLEAN -> false;
      case INT -> 0;
      default -> 0L;
    };
  }

  /** What comes before {@link #expected}: runc's words, where it has some. */
  String refusal() {
    var called = type.getAnnotation(Called.class);
    return called == null ? "" : "invalid " + called.value() + ": ";
  }

  /** Says in words what is expected, for error messages. */
  String expected() {
    return switch (kind) {
      case TEXT -> "a string";
      case BOOLEAN -> "true or false";
      case INT, LONG, UNSIGNED -> "an integer";
      case ENUM -> "one of " + spellings();
      case RECORD, MAP -> "an object";
      case LIST -> "an array";
    };
  }

  @Nullable Object constant(String spelling) {
    for (var constant : type.getEnumConstants()) {
      if (constant.toString().equals(spelling)) {
        return constant;
      }
    }
    return null;
  }

  private String spellings() {
    var spellings = new ArrayList<String>();
    for (var constant : type.getEnumConstants()) {
      spellings.add("`" + constant + "`");
    }
    return String.join(", ", spellings);
  }
}
