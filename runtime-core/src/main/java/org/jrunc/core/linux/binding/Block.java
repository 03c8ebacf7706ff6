package org.jrunc.core.linux.binding;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Objects;

/**
 * A zeroed piece of native memory that lives until it is closed. Every access is bounds-checked;
 * numbers are in native byte order. Unlike JNA's own {@code Memory} it needs no cleaner thread.
 */
public final class Block implements AutoCloseable {
  private final long size;
  private Pointer memory;

  private Block(long size) {
    this.size = size;
    this.memory = new Pointer(Native.malloc(size));
    if (Pointer.nativeValue(memory) == 0) {
      throw new OutOfMemoryError("cannot allocate " + size + " bytes of native memory");
    }
    memory.clear(size);
  }

  /** Allocates {@code size} bytes. */
  public static Block of(long size) {
    return new Block(size);
  }

  /** The size in bytes. */
  public long size() {
    return size;
  }

  /** The first byte, for a call. */
  public Pointer pointer() {
    return Objects.requireNonNull(memory, "closed");
  }

  /** The address of the byte at {@code offset}, for a struct that points into this block. */
  public long address(long offset) {
    return Pointer.nativeValue(at(offset, 0)) + offset;
  }

  /** Reads 16 bits. */
  public short getShort(long offset) {
    return at(offset, 2).getShort(offset);
  }

  /** Writes 16 bits. */
  public void putShort(long offset, int value) {
    at(offset, 2).setShort(offset, (short) value);
  }

  /** Reads 32 bits. */
  public int getInt(long offset) {
    return at(offset, 4).getInt(offset);
  }

  /** Writes 32 bits. */
  public void putInt(long offset, int value) {
    at(offset, 4).setInt(offset, value);
  }

  /** Reads 64 bits. */
  public long getLong(long offset) {
    return at(offset, 8).getLong(offset);
  }

  /** Writes 64 bits. */
  public void putLong(long offset, long value) {
    at(offset, 8).setLong(offset, value);
  }

  /** Reads {@code count} bytes. */
  public byte[] getBytes(long offset, int count) {
    return at(offset, count).getByteArray(offset, count);
  }

  /** Writes all of {@code bytes}. */
  public void putBytes(long offset, byte[] bytes) {
    at(offset, bytes.length).write(offset, bytes, 0, bytes.length);
  }

  private Pointer at(long offset, long count) {
    Objects.checkFromIndexSize(offset, count, size);
    return pointer();
  }

  /** Frees the memory, once. */
  @Override
  public void close() {
    if (memory != null) {
      Native.free(Pointer.nativeValue(memory));
      memory = null;
    }
  }
}
