package org.jrunc.core.criu;

import org.jspecify.annotations.Nullable;

/**
 * What CRIU is asked: {@code criu_req} of rpc.proto.
 *
 * @param type what it is to do
 * @param options how, for what works on processes
 * @param features the features that are asked for
 * @param accepted the answer to a notification
 * @param more whether another request follows on the same connection
 */
public record CriuRequest(
    Type type,
    @Nullable CriuOptions options,
    @Nullable CriuFeatures features,
    boolean accepted,
    boolean more) {
  /** {@code criu_req_type}. */
  public enum Type {
    /** No request at all. */
    EMPTY(0),
    /** Writes processes to images. */
    DUMP(1),
    /** Makes processes from images. */
    RESTORE(2),
    /** Writes memory to images, of processes that go on. */
    PRE_DUMP(4),
    /** A notification, and the answer to it. */
    NOTIFY(6),
    /** Asks what it can do on this kernel. */
    FEATURE_CHECK(9),
    /** Asks for its version. */
    VERSION(10),
    /** Anything else. */
    UNKNOWN(-1);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    /** The number in a message. */
    int number() {
      return number;
    }

    static Type of(int number) {
      for (var type : values()) {
        if (type.number == number) {
          return type;
        }
      }
      return UNKNOWN;
    }
  }

  /** Asks for the version; more requests follow. */
  public static CriuRequest version() {
    return new CriuRequest(Type.VERSION, null, null, false, true);
  }

  /** Asks for features; more requests follow. */
  public static CriuRequest featureCheck(CriuFeatures features) {
    return new CriuRequest(Type.FEATURE_CHECK, null, features, false, true);
  }

  /** Asks for work on processes. */
  public static CriuRequest work(Type type, CriuOptions options) {
    return new CriuRequest(type, options, null, false, false);
  }

  /** Lets it go on after a notification. */
  static CriuRequest goOn() {
    return new CriuRequest(Type.NOTIFY, null, null, true, false);
  }

  /** The message. */
  byte[] encode() {
    var message = new WireWriter().number(1, type.number());
    if (options != null) {
      message.message(2, options.message());
    }
    if (accepted) {
      message.flag(3, true);
    }
    if (more) {
      message.flag(4, true);
    }
    if (features != null) {
      message.message(5, features.message());
    }
    return message.toByteArray();
  }
}
