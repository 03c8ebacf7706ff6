package org.jrunc.core.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.abi.Syscall;
import org.jrunc.core.failure.Bug;
import org.jrunc.core.plan.Step;
import org.jrunc.core.program.Operation.Call;
import org.jrunc.core.program.Operation.Condition;
import org.jrunc.core.program.Operation.ErrorPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Collects the operations of a program. Lowerings write {@code call(OPENAT2, root, "dev", how,
 * 24).into(dev)} and read like strace.
 */
final class ProgramBuilder {
  private static final int MAX_SLOTS = 256;
  private static final int MAX_ERRNOS = 4;
  private static final String NOWHERE = "";

  private final List<Operation> operations = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private @Nullable Step step;

  /** Says which step the following operations belong to. */
  void begin(Step newStep) {
    step = newStep;
  }

  /** The slot with this name, made on first use. */
  Slot slot(String name) {
    var slot = slots.computeIfAbsent(name, key -> new Slot(key, slots.size()));
    if (slot.index() >= MAX_SLOTS) {
      throw new Bug("a program needs more than " + MAX_SLOTS + " slots");
    }
    return slot;
  }

  /** A label that is bound later. */
  Label label() {
    return new Label();
  }

  /** Binds the label to the next operation. */
  void bind(Label label) {
    label.bind(operations.size());
  }

  /** Adds a system call; its policy and result can be set on the handle it returns. */
  Pending call(Syscall syscall, Object... arguments) {
    if (arguments.length != syscall.arity()) {
      throw new Bug(syscall.callName() + " takes " + syscall.arity() + " arguments");
    }
    // A program has hundreds of calls, so this is a loop and no stream.
    var values = new Argument[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      values[i] = Argument.of(arguments[i]);
    }
    add(new Call(syscall, List.of(values), null, null));
    return new Pending(operations.size() - 1);
  }

  /** Ends the program: opening the empty path fails, and {@link #isRefusal} knows the call. */
  void refuse() {
    call(Syscall.OPENAT, Abi.AT_FDCWD, NOWHERE, Abi.O_WRONLY, 0);
  }

  /** Whether an operation is one that {@link #refuse} added. */
  static boolean isRefusal(Operation operation) {
    return operation instanceof Call made
        && made.syscall() == Syscall.OPENAT
        && made.arguments().get(1).equals(Argument.of(NOWHERE));
  }

  /** Goes on at the label. */
  void jump(Label target) {
    add(new Operation.Jump(Condition.ALWAYS, null, 0, target));
  }

  /** Goes on at the label if the slot compares so with the constant. */
  void jump(Slot slot, Condition condition, long constant, Label target) {
    add(new Operation.Jump(condition, slot, constant, target));
  }

  /** Writes the low four bytes of a slot to a datum. */
  void store(Slot slot, Datum place, int offset) {
    add(new Operation.Store(slot, place, offset, Integer.BYTES));
  }

  /** Reads four bytes of a datum into a slot. */
  void load(Slot slot, Datum place, int offset) {
    add(new Operation.Load(slot, place, offset, Integer.BYTES));
  }

  Program build(int reportDescriptor) {
    return new Program(operations, steps, slots.size(), reportDescriptor);
  }

  private void add(Operation operation) {
    if (step == null) {
      throw new Bug("an operation belongs to no step");
    }
    operations.add(operation);
    steps.add(step);
  }

  /** A call that was just added. */
  final class Pending {
    private final int index;

    private Pending(int index) {
      this.index = index;
    }

    /** Keeps a successful result. */
    Pending into(Slot result) {
      var call = (Call) operations.get(index);
      operations.set(index, new Call(call.syscall(), call.arguments(), result, call.onError()));
      return this;
    }

    /** Goes on at the label after one of these errors; any error when none is named. */
    Pending onError(Label target, Errno... errnos) {
      if (errnos.length > MAX_ERRNOS) {
        throw new Bug("an error policy holds " + MAX_ERRNOS + " errors at most");
      }
      var call = (Call) operations.get(index);
      var policy = new ErrorPolicy(List.of(errnos), target);
      operations.set(index, new Call(call.syscall(), call.arguments(), call.result(), policy));
      return this;
    }

    /** Goes on with the next operation after one of these errors; any error when none is named. */
    Pending ignoring(Errno... errnos) {
      var next = new Label();
      next.bind(index + 1);
      return onError(next, errnos);
    }
  }
}
