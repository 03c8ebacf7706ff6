package org.jrunc.core.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jrunc.core.abi.Architecture;
import org.jrunc.core.abi.CHeader;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.abi.Syscall;
import org.jrunc.core.program.Operation.Condition;
import org.junit.jupiter.api.Test;

/** Proves that the Java side and program.h agree on every name, number, offset and size. */
class ProgramHeaderTest {
  private final CHeader header = CHeader.read("program.h");

  ProgramHeaderTest() throws IOException {}

  @Test
  void theNumbersAgree() {
    assertThat((long) ProgramEncoder.MAGIC).isEqualTo(header.constant("PROGRAM_MAGIC"));
    assertThat((long) ProgramEncoder.VERSION).isEqualTo(header.constant("PROGRAM_VERSION"));
    assertThat(ProgramEncoder.HEADER_SIZE).isEqualTo(header.size("program_header"));
    assertThat(ProgramEncoder.OPERATION_SIZE).isEqualTo(header.size("operation"));
    assertThat((long) ProgramEncoder.NO_SLOT).isEqualTo(header.constant("RESULT_NONE"));
    assertThat((long) ProgramEncoder.ANY_ERRNO).isEqualTo(header.constant("ERRNO_ANY"));
  }

  @Test
  void theKindsAgree() {
    assertThat(header.constants("OPERATION_"))
        .containsEntry("OPERATION_CALL", (long) ProgramEncoder.KIND_CALL)
        .containsEntry("OPERATION_JUMP", (long) ProgramEncoder.KIND_JUMP)
        .containsEntry("OPERATION_STORE", (long) ProgramEncoder.KIND_STORE)
        .containsEntry("OPERATION_LOAD", (long) ProgramEncoder.KIND_LOAD)
        .hasSize(4 + 1);
    assertThat(Operation.class.getPermittedSubclasses()).hasSize(4);
  }

  @Test
  void theConditionsAgree() {
    for (var condition : Condition.values()) {
      assertThat((long) condition.code()).isEqualTo(header.constant("JUMP_" + condition.name()));
    }
    assertThat(header.constants("JUMP_")).hasSize(Condition.values().length);
  }

  @Test
  void theReportsAgree() {
    for (var type : ReportType.values()) {
      assertThat((long) type.code()).isEqualTo(header.constant("REPORT_" + type.name()));
    }
    assertThat(header.constants("REPORT_")).hasSize(ReportType.values().length);
  }

  @Test
  void theHeaderIsWrittenWhereTheExecutorReadsIt() {
    var bytes = encode(new Operation.Call(Syscall.GETPID, List.of(), null, null));
    assertThat(bytes.getInt(header.offset("program_header", "magic")))
        .isEqualTo(ProgramEncoder.MAGIC);
    assertThat(bytes.getInt(header.offset("program_header", "version"))).isEqualTo(1);
    assertThat(bytes.getInt(header.offset("program_header", "operation_count"))).isEqualTo(1);
    assertThat(bytes.getInt(header.offset("program_header", "slot_count"))).isEqualTo(5);
    assertThat(bytes.getInt(header.offset("program_header", "relocation_count"))).isZero();
    assertThat(bytes.getInt(header.offset("program_header", "data_size"))).isZero();
    assertThat(bytes.getInt(header.offset("program_header", "report_fd"))).isEqualTo(77);
    int operations = bytes.getInt(header.offset("program_header", "operations_offset"));
    assertThat(operations).isEqualTo(header.size("program_header"));
    assertThat(bytes.getInt(header.offset("program_header", "relocations_offset")))
        .isEqualTo(operations + header.size("operation"));
    assertThat(bytes.getInt(header.offset("program_header", "data_offset")) % 16).isZero();
  }

  @Test
  void aCallIsWrittenWhereTheExecutorReadsIt() {
    var label = new Label();
    label.bind(1);
    var policy = new Operation.ErrorPolicy(List.of(Errno.ENOENT, Errno.EPERM), label);
    var arguments =
        List.<Argument>of(
            new Argument.Immediate(-5),
            new Argument.Address(new Datum.Text("x"), 0),
            new Argument.Value(new Slot("fd", 4)));
    var slot = new Slot("result", 3);
    var bytes = operation(new Operation.Call(Syscall.WRITE, arguments, slot, policy));
    assertThat((int) bytes.getShort(at("kind"))).isEqualTo(ProgramEncoder.KIND_CALL);
    assertThat((int) bytes.getShort(at("result"))).isEqualTo(3);
    assertThat(bytes.getInt(at("target"))).isEqualTo(1);
    assertThat((int) bytes.getShort(at("errnos"))).isEqualTo(2);
    assertThat((int) bytes.getShort(at("errnos") + 2)).isEqualTo(1);
    assertThat(bytes.getInt(at("error_target"))).isEqualTo(1);
    assertThat(kinds(bytes))
        .containsExactly("ARGUMENT_IMMEDIATE", "ARGUMENT_DATA", "ARGUMENT_SLOT");
    assertThat(bytes.getLong(at("arguments"))).isEqualTo(-5);
    assertThat(bytes.getLong(at("arguments") + 8)).isZero();
    assertThat(bytes.getLong(at("arguments") + 16)).isEqualTo(4);
  }

  @Test
  void aJumpIsWrittenWhereTheExecutorReadsIt() {
    var label = new Label();
    label.bind(9);
    var bytes = operation(new Operation.Jump(Condition.LESS, new Slot("fd", 4), -7, label));
    assertThat((int) bytes.getShort(at("kind"))).isEqualTo(ProgramEncoder.KIND_JUMP);
    assertThat(bytes.getInt(at("target"))).isEqualTo(9);
    assertThat((int) bytes.getShort(at("condition"))).isEqualTo(Condition.LESS.code());
    assertThat(bytes.getLong(at("arguments"))).isEqualTo(4);
    assertThat(bytes.getLong(at("arguments") + 8)).isEqualTo(-7);
  }

  @Test
  void copiesAreWrittenWhereTheExecutorReadsThem() {
    var place = new Datum.Text("12345678");
    var store = operation(new Operation.Store(new Slot("fd", 4), place, 2, 4));
    assertThat((int) store.getShort(at("kind"))).isEqualTo(ProgramEncoder.KIND_STORE);
    assertThat(store.getInt(at("target"))).isEqualTo(2);
    assertThat(store.getInt(at("width"))).isEqualTo(4);
    assertThat(store.getLong(at("arguments"))).isEqualTo(4);
    var load = operation(new Operation.Load(new Slot("fd", 4), place, 0, 8));
    assertThat((int) load.getShort(at("kind"))).isEqualTo(ProgramEncoder.KIND_LOAD);
    assertThat((int) load.getShort(at("result"))).isEqualTo(4);
    assertThat(load.getInt(at("width"))).isEqualTo(8);
  }

  private List<String> kinds(ByteBuffer operation) {
    var names = new String[3];
    header
        .constants("ARGUMENT_")
        .forEach(
            (name, value) -> {
              for (int i = 0; i < names.length; i++) {
                if (operation.get(at("argument_kinds") + i) == value) {
                  names[i] = name;
                }
              }
            });
    return Arrays.asList(names);
  }

  private int at(String field) {
    return header.offset("operation", field);
  }

  private ByteBuffer operation(Operation operation) {
    int start = ProgramEncoder.HEADER_SIZE;
    return encode(operation)
        .slice(start, ProgramEncoder.OPERATION_SIZE)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer encode(Operation operation) {
    var program = new Program(List.of(operation), List.of(), 5, 77);
    var bytes = ProgramEncoder.encode(program, Architecture.X86_64);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
