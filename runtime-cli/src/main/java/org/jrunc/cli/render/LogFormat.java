package org.jrunc.cli.render;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jrunc.spec.json.SpecWriter;

/** The forms of a log line, those of runc (logrus). Every line ends with a newline. */
public enum LogFormat {
  /** {@code time="2026-08-22T10:00:00Z" level=error msg="container does not exist"}. */
  TEXT {
    @Override
    public String line(LogLevel level, String message, Instant time) {
      return "time=\"%s\" level=%s msg=%s\n"
          .formatted(seconds(time), level.word(), GoText.field(message));
    }
  },

  /** {@code {"level":"error","msg":"container does not exist","time":"2026-08-22T10:00:00Z"}}. */
  JSON {
    @Override
    public String line(LogLevel level, String message, Instant time) {
      return SpecWriter.compact(
              Map.of("level", level.word(), "msg", message, "time", seconds(time)))
          + "\n";
    }

    @Override
    public String phase(String name, long nanos, Instant time) {
      return SpecWriter.compact(
              Map.of(
                  "level", LogLevel.DEBUG.word(), "msg", name, "time", seconds(time), "ns", nanos))
          + "\n";
    }
  },

  /** {@code ERRO[0000] container does not exist}, in colour, for a person at a terminal. */
  TERMINAL {
    @Override
    public String line(LogLevel level, String message, Instant time) {
      return "\u001b[%dm%s\u001b[0m[0000] %s\n"
          .formatted(level.colour(), level.shortWord(), GoText.singleLine(message));
    }
  };

  /** One log line with its newline. */
  public abstract String line(LogLevel level, String message, Instant time);

  /** A debug line that tells how long after its beginning a command had got somewhere. */
  public String phase(String name, long nanos, Instant time) {
    return line(LogLevel.DEBUG, name, time).stripTrailing() + " ns=" + nanos + "\n";
  }

  /** RFC 3339 with whole seconds, in UTC. */
  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
