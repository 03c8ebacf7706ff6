package org.jrunc.core.device;

/**
 * What may be done with a device.
 *
 * @param read whether it may be read
 * @param write whether it may be written
 * @param mknod whether its node may be made
 */
public record Access(boolean read, boolean write, boolean mknod) {
  /** Everything. */
  public static final Access ALL = new Access(true, true, true);

  /** Nothing. */
  public static final Access NONE = new Access(false, false, false);

  /** The letters of config.json; like runc, letters other than {@code rwm} mean nothing. */
  public static Access of(String letters) {
    return new Access(
        letters.indexOf('r') >= 0, letters.indexOf('w') >= 0, letters.indexOf('m') >= 0);
  }

  /** What either of both grants. */
  public Access and(Access other) {
    return new Access(read || other.read, write || other.write, mknod || other.mknod);
  }

  /** What this grants and the other does not. */
  public Access without(Access other) {
    return new Access(read && !other.read, write && !other.write, mknod && !other.mknod);
  }

  /** Whether both grant some same thing. */
  public boolean overlaps(Access other) {
    return (read && other.read) || (write && other.write) || (mknod && other.mknod);
  }

  /** Whether nothing is granted. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** The letters, always in the order {@code rwm}. */
  @Override
  public String toString() {
    return (read ? "r" : "") + (write ? "w" : "") + (mknod ? "m" : "");
  }
}
