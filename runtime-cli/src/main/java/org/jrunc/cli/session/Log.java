package org.jrunc.cli.session;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jrunc.cli.render.GoText;
import org.jrunc.cli.render.LogFormat;
import org.jrunc.cli.render.LogLevel;

/**
 * Where one command's log lines go.
 *
 * <p>With {@code --log} a line is appended to that file, and the message of an error is repeated on
 * standard error; without it standard error gets the line alone.
 */
public final class Log implements AutoCloseable {
  private final Streams streams;
  private final InstantSource clock;
  private final LogFormat format;
  private final boolean debug;
  private final Optional<LogFile> file;

  private Log(
      Streams streams,
      InstantSource clock,
      LogFormat format,
      boolean debug,
      Optional<LogFile> file) {
    this.streams = streams;
    this.clock = clock;
    this.format = format;
    this.debug = debug;
    this.file = file;
  }

  /** A log on standard error alone, for the time before the flags are understood. */
  public static Log standard(Streams streams, InstantSource clock) {
    return new Log(streams, clock, LogFormat.TEXT, false, Optional.empty());
  }

  /** A log as the flags want it, into {@code file} if they name one. */
  static Log of(
      Streams streams, InstantSource clock, GlobalOptions options, Optional<LogFile> file) {
    return new Log(streams, clock, options.logFormat(), options.debug(), file);
  }

  /** Logs what goes on inside, if that is wanted. */
  public void debug(Supplier<String> message) {
    if (debug) {
      write(LogLevel.DEBUG, message.get());
    }
  }

  /** Logs how long after its beginning the command had got somewhere, if that is wanted. */
  public void phase(String name, long nanos) {
    if (debug) {
      var time = clock.instant();
      append(
          file.isEmpty()
              ? standardFormat().phase(name, nanos, time)
              : format.phase(name, nanos, time));
    }
  }

  /** Logs that the command does something else than it was asked. */
  public void warning(String message) {
    write(LogLevel.WARNING, message);
  }

  /** Logs why the command failed. To be called once a command, as its last line. */
  public void error(String message) {
    write(LogLevel.ERROR, message);
    if (file.isPresent()) {
      streams.error(GoText.singleLine(message) + "\n");
    }
  }

  /** Says what can be done about the failure, to a person only. */
  public void hint(String text) {
    if (streams.errorIsTerminal()) {
      streams.error("hint: " + GoText.singleLine(text) + "\n");
    }
  }

  private void write(LogLevel level, String message) {
    var time = clock.instant();
    append(
        file.isEmpty()
            ? standardFormat().line(level, message, time)
            : format.line(level, message, time));
  }

  private void append(String line) {
    if (file.isEmpty()) {
      streams.error(line);
      return;
    }
    try {
      file.get().append(line);
    } catch (IOException e) {
      var cause = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      streams.error("cannot write the log: " + GoText.singleLine(cause) + "\n");
    }
  }

  private LogFormat standardFormat() {
    return format == LogFormat.TEXT && streams.errorIsTerminal() ? LogFormat.TERMINAL : format;
  }

  @Override
  public void close() {
    file.ifPresent(LogFile::close);
  }
}
