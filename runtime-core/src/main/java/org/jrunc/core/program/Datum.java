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

  /** The content, as strace would print it in a message: of long arrays only how they begin. */
  default String brief() {
    return render();
  }

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

  /** A C structure or array laid out in Java; equal to itself alone. */
  final class Block implements Datum {
    private final String rendering;
    private final String brief;
    private final byte[] content;
    private final List<Pointer> pointers;

    /** A block without pointers. */
    public Block(String rendering, byte[] content) {
      this(rendering, content, List.of());
    }

    /** A block with pointers to other data. */
    public Block(String rendering, byte[] content, List<Pointer> pointers) {
      this(rendering, rendering, content, pointers);
    }

    /** A block with pointers to other data, whose content is too long for a message. */
    public Block(String rendering, String brief, byte[] content, List<Pointer> pointers) {
      this.rendering = rendering;
      this.brief = brief;
      this.content = content.clone();
      this.pointers = List.copyOf(pointers);
    }

    @Override
    public String render() {
      return rendering;
    }

    @Override
    public String brief() {
      return brief;
    }

    @Override
    public byte[] bytes() {
      return content.clone();
    }

    @Override
    public List<Pointer> pointers() {
      return pointers;
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
