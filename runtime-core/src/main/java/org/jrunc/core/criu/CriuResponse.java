package org.jrunc.core.criu;

import org.jspecify.annotations.Nullable;

/**
 * What CRIU answers: {@code criu_resp} of rpc.proto.
 *
 * @param type what it answers to
 * @param success whether it could
 * @param script the occasion of a notification
 * @param pid the process that a notification or a restore is about
 * @param errno why it could not, 0 if it does not say
 * @param features what it can do
 * @param version its version as one number, 40201 for 4.2.1
 */
public record CriuResponse(
    CriuRequest.Type type,
    boolean success,
    String script,
    int pid,
    int errno,
    @Nullable CriuFeatures features,
    int version) {
  private static final int MAJOR = 10_000;
  private static final int MINOR = 100;

  /** Reads a message. */
  static CriuResponse decode(byte[] bytes) {
    var type = CriuRequest.Type.EMPTY;
    boolean success = false;
    var notification = new Notification("", 0);
    int errno = 0;
    CriuFeatures features = null;
    int version = 0;
    var in = new WireReader(bytes);
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> type = CriuRequest.Type.of(in.number());
        case 2 -> success = in.flag();
        case 4 -> notification = new Notification("", restored(in.message()));
        case 5 -> notification = Notification.read(in.message());
        case 7 -> errno = in.number();
        case 8 -> features = CriuFeatures.read(in.message());
        case 10 -> version = version(in.message());
        default -> {
          // Nothing that is of use here.
        }
      }
    }
    return new CriuResponse(
        type, success, notification.script(), notification.pid(), errno, features, version);
  }

  private static int restored(WireReader in) {
    int pid = 0;
    for (int field = in.next(); field != 0; field = in.next()) {
      pid = field == 1 ? in.number() : pid;
    }
    return pid;
  }

  private static int version(WireReader in) {
    int version = 0;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> version += in.number() * MAJOR;
        case 2 -> version += in.number() * MINOR;
        case 4 -> version += in.number();
        default -> {
          // Its name.
        }
      }
    }
    return version;
  }

  private record Notification(String script, int pid) {
    static Notification read(WireReader in) {
      var script = "";
      int pid = 0;
      for (int field = in.next(); field != 0; field = in.next()) {
        if (field == 1) {
          script = in.text();
        } else if (field == 2) {
          pid = in.number();
        }
      }
      return new Notification(script, pid);
    }
  }
}
