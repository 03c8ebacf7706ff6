package org.jrunc.core.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jrunc.core.abi.Architecture;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.abi.Syscall;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.SyncStep;
import org.jrunc.core.program.Datum.Block;
import org.jrunc.core.program.Datum.Buffer;
import org.jrunc.core.program.Datum.Pointer;
import org.jrunc.core.program.Datum.Text;
import org.jrunc.core.program.Operation.Condition;
import org.junit.jupiter.api.Test;

/** The executor's decoder reads every kind of operation as Java wrote it. */
class ProgramDumpTest {
  private final ProgramBuilder out = new ProgramBuilder();

  ProgramDumpTest() {
    out.begin(new SyncStep.Abandon(Origin.implied("a test")));
  }

  private Program everyKind() {
    var end = out.label();
    var again = out.label();
    var arguments =
        new Block(
            "[\"sh\"]",
            new byte[3 * Long.BYTES],
            List.of(new Pointer(0, new Text("sh")), new Pointer(8, new Text("-c"))));
    var status = new Buffer("status", 16);
    out.bind(again);
    out.call(Syscall.CLOSE, -1).into(out.slot("first")).ignoring(Errno.EBADF, Errno.EPERM);
    out.call(Syscall.READ, out.slot("second"), status, 16).onError(end);
    out.store(out.slot("first"), status, 4);
    out.load(out.slot("second"), status, 8);
    out.jump(out.slot("second"), Condition.NOT_LESS, -5, again);
    out.jump(out.slot("first"), Condition.LESS, Long.MAX_VALUE, end);
    out.jump(end);
    out.call(Syscall.EXECVE, "/bin/sh", arguments, new Block("[]", new byte[8]));
    out.bind(end);
    out.call(Syscall.EXIT_GROUP, 1);
    return out.build(7);
  }

  @Test
  void everyKindOfOperationIsReadAsItWasWritten() throws IOException {
    NativeDump.assertReadsTheSame("every-kind", everyKind());
  }

  @Test
  void aProgramThatAnotherVersionWroteIsRefused() throws IOException {
    var encoded = ProgramEncoder.encode(everyKind(), Architecture.X86_64);
    encoded[4]++;
    assertThat(NativeDump.dump("version", encoded)).isEqualTo("malformed program\n");
  }

  @Test
  void theOperationThatIsMalformedIsNamed() throws IOException {
    var encoded = ProgramEncoder.encode(everyKind(), Architecture.X86_64);
    ByteBuffer.wrap(encoded).put(40 + 2 * 80, (byte) 9);
    assertThat(NativeDump.dump("kind", encoded)).isEqualTo("malformed program: operation 2\n");
  }
}
