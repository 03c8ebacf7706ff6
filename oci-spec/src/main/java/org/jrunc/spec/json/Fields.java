package org.jrunc.spec.json;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What record constructors do with their components: absent values become the empty ones of Go's
 * encoding/json, which runc reads config.json with, and numbers are held to the width of the spec.
 */
public final class Fields {
  private static final long UINT32_MAX = 0xffff_ffffL;
  private static final int UINT16_MAX = 0xffff;

  private Fields() {}

  /**
   * Makes a missing text the empty text.
   *
   * @param value a text or null
   * @return the text, or the empty one
   */
  public static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  /**
   * Makes a missing list an empty one, and any other immutable.
   *
   * @param <T> type of the elements
   * @param value a list or null
   * @return an immutable list
   */
  public static <T> List<T> orEmpty(@Nullable List<T> value) {
    return value == null ? List.of() : List.copyOf(value);
  }

  /**
   * Makes a missing map an empty one, and any other immutable in the same order.
   *
   * @param <T> type of the values
   * @param value a map or null
   * @return an unmodifiable map with the order of the given one
   */
  public static <T> Map<String, T> orEmpty(@Nullable Map<String, T> value) {
    return value == null || value.isEmpty()
        ? Map.of()
        : Collections.unmodifiableMap(new LinkedHashMap<>(value));
  }

  /**
   * Copies a list whose absence means something else than an empty one.
   *
   * @param <T> type of the elements
   * @param value a list or null
   * @return an immutable list or null
   */
  public static <T> @Nullable List<T> copyOrNull(@Nullable List<T> value) {
    return value == null ? null : List.copyOf(value);
  }

  /**
   * Makes an empty optional text a missing one: Go, and so every producer of config.json written in
   * it, keeps the two alike.
   *
   * @param value a text or null
   * @return a text that is not empty, or null
   */
  public static @Nullable String emptyToNull(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  /**
   * Makes a zero a missing number: Go leaves such components out.
   *
   * @param value a number or null
   * @return a number that is not zero, or null
   */
  public static @Nullable Long zeroToNull(@Nullable Long value) {
    return value == null || value == 0 ? null : value;
  }

  /**
   * Insists on a component that has no empty value.
   *
   * @param <T> type of the component
   * @param component its name
   * @param value its value
   * @return the value
   * @throws FieldException if it is null
   */
  public static <T> T required(String component, @Nullable T value) {
    if (value == null) {
      throw new FieldException(component, "a value is required");
    }
    return value;
  }

  /**
   * Holds a number to unsigned 16 bits.
   *
   * @param component its name
   * @param value the number or null
   * @throws FieldException if it is out of range
   */
  public static void uint16(String component, @Nullable Integer value) {
    if (value != null && (value < 0 || value > UINT16_MAX)) {
      throw outOfRange(component, value, UINT16_MAX);
    }
  }

  /**
   * Holds a number to unsigned 32 bits.
   *
   * @param component its name
   * @param value the number or null
   * @throws FieldException if it is out of range
   */
  public static void uint32(String component, @Nullable Long value) {
    if (value != null && (value < 0 || value > UINT32_MAX)) {
      throw outOfRange(component, value, UINT32_MAX);
    }
  }

  /**
   * Holds each number of a list to unsigned 32 bits; the exception names the element.
   *
   * @param component its name
   * @param values the numbers
   * @throws FieldException if one is out of range
   */
  public static void uint32(String component, List<Long> values) {
    for (var index = 0; index < values.size(); index++) {
      var value = values.get(index);
      if (value < 0 || value > UINT32_MAX) {
        throw outOfRange(component + "/" + index, value, UINT32_MAX);
      }
    }
  }

  /**
   * Holds a number to unsigned 64 bits; a missing one is zero.
   *
   * @param component its name
   * @param value the number or null
   * @return the number
   * @throws FieldException if it is out of range
   */
  public static BigInteger uint64(String component, @Nullable BigInteger value) {
    if (value == null) {
      return BigInteger.ZERO;
    }
    if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
      throw outOfRange(component, value, "18446744073709551615");
    }
    return value;
  }

  /**
   * Refuses negative numbers where the spec has an unsigned type whose upper half nobody needs.
   *
   * @param component its name
   * @param value the number or null
   * @throws FieldException if it is negative
   */
  public static void notNegative(String component, @Nullable Long value) {
    if (value != null && value < 0) {
      throw outOfRange(component, value, Long.MAX_VALUE);
    }
  }

  /**
   * Refuses negative numbers where the spec has an unsigned type whose upper half nobody needs.
   *
   * @param component its name
   * @param value the number or null
   * @throws FieldException if it is negative
   */
  public static void notNegative(String component, @Nullable Integer value) {
    if (value != null && value < 0) {
      throw outOfRange(component, value, Integer.MAX_VALUE);
    }
  }

  private static FieldException outOfRange(String component, Object value, Object most) {
    return new FieldException(
        component, "expected a number from 0 to " + most + ", found " + value);
  }
}
