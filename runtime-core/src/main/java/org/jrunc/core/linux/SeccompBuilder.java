package org.jrunc.core.linux;

import static org.jrunc.core.linux.Call.bytes;
import static org.jrunc.core.linux.Call.check;
import static org.jrunc.core.linux.Call.result;

import com.sun.jna.Pointer;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.binding.Block;
import org.jrunc.core.linux.binding.LibC;
import org.jrunc.core.linux.binding.LibCRest;
import org.jrunc.core.linux.binding.LibSeccomp;
import org.jspecify.annotations.Nullable;

/** A filter in the making, in the memory of libseccomp. Not for more than one thread. */
public final class SeccompBuilder implements AutoCloseable {
  private static final int OPTIMIZE = 8;
  private static final int BINARY_TREE = 2;
  private static final int CLOSE_ON_EXEC = 1;
  private static final int CHUNK = 16384;

  private final Pointer filter;

  SeccompBuilder(int defaultAction) {
    var made = LibSeccomp.seccomp_init(defaultAction);
    if (made == null) {
      throw failure("make a filter", "seccomp_init", -Errno.EINVAL.number());
    }
    this.filter = made;
  }

  /**
   * One condition on an argument of a system call.
   *
   * @param argument which argument, from 0 on
   * @param operator {@code enum scmp_compare}
   * @param first what to compare with, or the mask
   * @param second what the masked argument is compared with
   */
  public record Comparison(int argument, int operator, long first, long second) {}

  /** Adds an architecture by its token; the native one is there from the beginning. */
  public void addArchitecture(int token) {
    int done = LibSeccomp.seccomp_arch_add(filter, token);
    if (done != -Errno.EEXIST.number()) {
      require(done, "add an architecture to a filter", "seccomp_arch_add");
    }
  }

  /**
   * Has the program look for a system call by a binary tree instead of one by one. Older libraries
   * cannot, which does no harm.
   */
  public void preferBinaryTree() {
    LibSeccomp.seccomp_attr_set(filter, OPTIMIZE, BINARY_TREE);
  }

  /** Adds a rule: the action is taken if all comparisons hold. */
  public void addRule(int action, int syscall, List<Comparison> comparisons) {
    if (comparisons.isEmpty()) {
      add(action, syscall, 0, null);
      return;
    }
    try (var block = Block.of((long) comparisons.size() * LibSeccomp.SIZE_OF_COMPARISON)) {
      int offset = 0;
      for (var comparison : comparisons) {
        block.putInt(offset, comparison.argument());
        block.putInt(offset + 4, comparison.operator());
        block.putLong(offset + 8, comparison.first());
        block.putLong(offset + 16, comparison.second());
        offset += LibSeccomp.SIZE_OF_COMPARISON;
      }
      add(action, syscall, comparisons.size(), block.pointer());
    }
  }

  private void add(int action, int syscall, int count, @Nullable Pointer comparisons) {
    int done = LibSeccomp.seccomp_rule_add_array(filter, action, syscall, count, comparisons);
    require(done, "add a rule to a filter", "seccomp_rule_add_array");
  }

  /** The program: {@code struct sock_filter}s of 8 bytes in native byte order. */
  public byte[] program() {
    byte[] name = bytes("seccomp");
    long memory = result(() -> LibCRest.memfd_create(name, CLOSE_ON_EXEC));
    check(memory, "make a memory file", "memfd_create", "\"seccomp\"", "MFD_CLOEXEC");
    try (var file = Fd.owned((int) memory)) {
      int done = LibSeccomp.seccomp_export_bpf(filter, file.number());
      require(done, "export a filter", "seccomp_export_bpf");
      return content(file);
    }
  }

  private static byte[] content(Fd file) {
    var content = new ByteArrayOutputStream(CHUNK);
    byte[] chunk = new byte[CHUNK];
    while (true) {
      long count = result(() -> LibC.pread(file.number(), chunk, chunk.length, content.size()));
      check(count, "read a memory file", "pread", file, "buffer", chunk.length, content.size());
      if (count == 0) {
        return content.toByteArray();
      }
      content.write(chunk, 0, (int) count);
    }
  }

  @Override
  public void close() {
    LibSeccomp.seccomp_release(filter);
  }

  private static void require(int done, String what, String call) {
    if (done < 0) {
      throw failure(what, call, done);
    }
  }

  private static SyscallFailure failure(String what, String call, int done) {
    return new SyscallFailure(what, call + "(...)", -done);
  }
}
