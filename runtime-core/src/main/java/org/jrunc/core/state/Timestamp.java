package org.jrunc.core.state;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Times as the state document shows them. */
public final class Timestamp {
  // Go's RFC3339Nano: as many digits of the second as it takes.
  private static final DateTimeFormatter RFC_3339_NANO =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Timestamp() {}

  /** RFC 3339 with nanoseconds, UTC. */
  public static String of(Instant instant) {
    return RFC_3339_NANO.format(instant);
  }
}
