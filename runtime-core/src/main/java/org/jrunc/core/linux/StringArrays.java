package org.jrunc.core.linux;

import com.sun.jna.Pointer;
import java.util.List;
import org.jrunc.core.linux.binding.Block;

/** Two lists of strings as C has them: arrays of pointers that end with NULL, in one block. */
final class StringArrays implements AutoCloseable {
  private final Block block;
  private final long second;

  StringArrays(List<String> first, List<String> second) {
    long pointers = (first.size() + second.size() + 2L) * Long.BYTES;
    long size = pointers;
    for (var text : first) {
      size += Call.bytes(text).length;
    }
    for (var text : second) {
      size += Call.bytes(text).length;
    }
    this.block = Block.of(size);
    this.second = (first.size() + 1L) * Long.BYTES;
    long next = put(first, 0, pointers);
    put(second, this.second, next);
  }

  private long put(List<String> strings, long pointer, long bytes) {
    long at = pointer;
    long to = bytes;
    for (var text : strings) {
      byte[] encoded = Call.bytes(text);
      block.putBytes(to, encoded);
      block.putLong(at, block.address(to));
      at += Long.BYTES;
      to += encoded.length;
    }
    return to;
  }

  Pointer first() {
    return block.pointer();
  }

  Pointer second() {
    return block.pointer().share(second);
  }

  @Override
  public void close() {
    block.close();
  }
}
