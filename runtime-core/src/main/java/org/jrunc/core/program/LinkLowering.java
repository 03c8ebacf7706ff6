package org.jrunc.core.program;

import static org.jrunc.core.abi.Syscall.FSTATFS;
import static org.jrunc.core.abi.Syscall.READLINKAT;
import static org.jrunc.core.abi.Syscall.SYMLINKAT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.program.Operation.Condition;

/** Lowers what mounts do with symbolic links instead of following them, as crun has it. */
final class LinkLowering {
  private static final int STATFS_SIZE = 120;

  /** The magic numbers of proc, sysfs and devpts, statfs(2). */
  private static final List<Integer> KERNEL_FILES = List.of(0x9fa0, 0x62656572, 0x1cd1);

  private final ProgramBuilder out;
  private final RootPaths paths;

  LinkLowering(ProgramBuilder out, RootPaths paths) {
    this.out = out;
    this.paths = paths;
  }

  /** Opens a target that may be a symbolic link itself, but none among the kernel's files. */
  void openTarget(String path, Slot into) {
    var type = out.slot("type");
    var refuse = out.label();
    var done = out.label();
    var facts = new Datum.Buffer("statfs", STATFS_SIZE);
    paths.openNofollow(path, into);
    out.call(FSTATFS, into, facts);
    out.load(type, facts, 0);
    for (int magic : KERNEL_FILES) {
      out.jump(type, Condition.EQUAL, magic, refuse);
    }
    out.jump(done);
    out.bind(refuse);
    out.refuse();
    out.bind(done);
  }

  void copySymlink(MountStep.CopySymlink step) {
    paths.inParent(
        step.target(),
        (parent, name) -> {
          var exists = out.label();
          var done = out.label();
          out.call(SYMLINKAT, step.content(), parent, name).onError(exists, Errno.EEXIST);
          out.jump(done);
          out.bind(exists);
          compare(parent, name, step, done);
          out.bind(done);
        });
  }

  /** Compares what the link says, four bytes at a time; another content is refused. */
  private void compare(Slot parent, String name, MountStep.CopySymlink step, Label same) {
    var expected = step.content().getBytes(StandardCharsets.UTF_8);
    int words = expected.length / Integer.BYTES + 1;
    var content =
        ByteBuffer.wrap(Arrays.copyOf(expected, words * Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    var found = new Datum.Buffer("link of " + step.target(), content.capacity());
    var length = out.slot("length");
    var word = out.slot("word");
    var differs = out.label();
    out.call(READLINKAT, parent, name, found, content.capacity()).into(length);
    out.jump(length, Condition.NOT_EQUAL, expected.length, differs);
    for (int at = 0; at < content.capacity(); at += Integer.BYTES) {
      out.load(word, found, at);
      out.jump(word, Condition.NOT_EQUAL, Integer.toUnsignedLong(content.getInt(at)), differs);
    }
    out.jump(same);
    out.bind(differs);
    out.refuse();
  }
}
