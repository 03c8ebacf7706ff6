package org.jrunc.core.program;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A piece of a program's data segment, passed to system calls by its address. Equal texts and equal
 * buffers share their place; a block has a place of its own.
 */
public sealed interface Datum {
  /** The content, as strace would print the argument. */
  String render();

  /** The bytes as they are when the program starts; pointers within are zero until relocated. */
  byte[] bytes();

  /** The pointers within the bytes. */
  default List<Pointer> pointers() {
    return List.of();
  }

  /**
   * A pointer inside a datum.
   *
   * @param offset where in the datum the 8-byte pointer lies
   * @param target what it points to
   */
  record Pointer(int offset, Datum target) {}

  /** A string, terminated by a NUL byte. */
  record Text(String value) implements Datum {
    @Override
    public String render() {
      return Quoted.of(value);
    }

    @Override
    public byte[] bytes() {
      byte[] text = value.getBytes(StandardCharsets.UTF_8);
      return Arrays.copyOf(text, text.length + 1);
    }
  }

  /** A C structure or array laid out in Java. */
  record Block(String render, byte[] bytes, List<Pointer> pointers) implements Datum {
    /** A block without pointers. */
    public Block(String render, byte[] bytes) {
      this(render, bytes, List.of());
    }
  }

  /** Zeroed memory that the kernel or a store operation fills; one name is one buffer. */
  record Buffer(String name, int size) implements Datum {
    @Override
    public String render() {
      return "&" + name;
    }

    @Override
    public byte[] bytes() {
      return new byte[size];
    }
  }
}
