package org.jrunc.core.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks: the process it is, as {@code struct request} of protocol.h and its payload
 * tell.
 *
 * @param flags {@code enum request_flag}
 */
record Request(
    List<String> arguments,
    Map<String, String> environment,
    Optional<Path> workingDirectory,
    int umask,
    int flags,
    long startedNanos) {
  static final int SIZE = 40;
  static final int MAGIC = 0x5152524a;
  static final int VERSION = 1;
  static final int STDIN_CLOSED = 1;
  static final int STDOUT_CLOSED = 1 << 1;
  static final int STDERR_CLOSED = 1 << 2;
  static final int STDERR_TERMINAL = 1 << 3;
  static final int STDOUT_TERMINAL = 1 << 4;
  static final int STDIN_TERMINAL = 1 << 5;

  /** The fixed part of a request. */
  record Header(
      int magic,
      int version,
      int arguments,
      int environment,
      int payloadSize,
      int flags,
      int umask,
      long startedNanos) {
    static Header decode(byte[] bytes) {
      var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
      int magic = buffer.getInt();
      int version = buffer.getInt();
      int arguments = buffer.getInt();
      int environment = buffer.getInt();
      int payloadSize = buffer.getInt();
      int flags = buffer.getInt();
      int umask = buffer.getInt();
      buffer.getInt();
      return new Header(
          magic, version, arguments, environment, payloadSize, flags, umask, buffer.getLong());
    }
  }

  /**
   * Puts header and payload together.
   *
   * @throws ProtocolViolation if they do not fit
   */
  static Request of(Header header, byte[] payload) {
    var strings = strings(payload);
    int arguments = header.arguments();
    int environment = header.environment();
    if (arguments < 0 || environment < 0 || strings.size() != (long) arguments + environment + 1) {
      throw new ProtocolViolation("a payload of " + strings.size() + " strings");
    }
    var directory = strings.getLast();
    return new Request(
        List.copyOf(strings.subList(0, arguments)),
        environment(strings.subList(arguments, arguments + environment)),
        directory.isEmpty() ? Optional.empty() : Optional.of(Path.of(directory)),
        header.umask(),
        header.flags(),
        header.startedNanos());
  }

  private static List<String> strings(byte[] payload) {
    var strings = new ArrayList<String>();
    int start = 0;
    for (int i = 0; i < payload.length; i++) {
      if (payload[i] == 0) {
        strings.add(new String(payload, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    if (start != payload.length) {
      throw new ProtocolViolation("a payload that does not end with a NUL");
    }
    return strings;
  }

  private static Map<String, String> environment(List<String> entries) {
    var environment = new LinkedHashMap<String, String>();
    for (var entry : entries) {
      // A leading equals sign belongs to the name, as in the C library.
      int equals = entry.indexOf('=', 1);
      if (equals > 0) {
        environment.putIfAbsent(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return Collections.unmodifiableMap(environment);
  }
}
