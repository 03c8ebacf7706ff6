package org.jrunc.core.seccomp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes system calls that are newer than a profile look as if the kernel did not have them.
 *
 * <p>A profile that lists what it allows answers every other call with, say, EPERM. A C library
 * that tries a newer call first takes only ENOSYS as the sign to fall back to an older one. So a
 * call with a number above all numbers that the profile mentions is taken for one that its author
 * could not know. This program goes before the filter; runc has the same behaviour.
 */
final class NewerCalls {
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int X32_BIT = 1 << 30;
  private static final int NO_SUCH_CALL = SeccompNumbers.errno(SeccompNumbers.ENOSYS);

  private NewerCalls() {}

  /**
   * The program.
   *
   * @param newest the highest number that the profile mentions, by token of libseccomp; only
   *     positive ones count
   */
  static List<BpfInstruction> program(Map<Integer, Integer> newest) {
    var sections = new ArrayList<Section>();
    byArchitecture(newest).forEach((audit, modes) -> sections.add(section(audit, modes)));
    int length = 1 + sections.stream().mapToInt(Section::length).sum();
    var program = new ArrayList<BpfInstruction>();
    program.add(BpfInstruction.load(ARCHITECTURE));
    for (var section : sections) {
      int body = section.body().size() + 1;
      program.add(
          new BpfInstruction(BpfInstruction.JUMP_IF_EQUAL, 0, body, section.architecture()));
      program.addAll(section.body());
      // To the first instruction of the filter.
      program.add(BpfInstruction.jump(length - program.size() - 1));
    }
    return program;
  }

  /** What is done for one architecture; at the end of the body the filter takes over. */
  private record Section(int architecture, List<BpfInstruction> body) {
    int length() {
      return 1 + body.size() + 1;
    }
  }

  private static Map<Integer, Map<Integer, Integer>> byArchitecture(Map<Integer, Integer> newest) {
    var groups = new LinkedHashMap<Integer, Map<Integer, Integer>>();
    newest.forEach(
        (token, number) -> {
          if (number > 0) {
            groups
                .computeIfAbsent(
                    SeccompNumbers.auditArchitecture(token), audit -> new LinkedHashMap<>())
                .put(token, number);
          }
        });
    return groups;
  }

  private static Section section(int audit, Map<Integer, Integer> modes) {
    var body = new ArrayList<BpfInstruction>();
    body.add(BpfInstruction.load(NUMBER));
    if (audit == SeccompNumbers.X86_64) {
      x86(body, modes);
    } else {
      modes.forEach((token, number) -> plain(body, token, number));
    }
    return new Section(audit, body);
  }

  private static void plain(List<BpfInstruction> body, int token, int number) {
    if (SeccompNumbers.multiplexes(token)) {
      // The kernel leaves a number that it does not know as it is given there: 0.
      body.add(new BpfInstruction(BpfInstruction.JUMP_IF_EQUAL, 0, 1, 0));
      body.add(BpfInstruction.returning(NO_SUCH_CALL));
    }
    refuseAbove(body, number);
  }

  // One bit of the number tells the calls of x32 from those of x86_64. A mode that the profile does
  // not mention is left to the filter.
  private static void x86(List<BpfInstruction> body, Map<Integer, Integer> modes) {
    var inX32 = new ArrayList<BpfInstruction>();
    var inX64 = new ArrayList<BpfInstruction>();
    if (modes.containsKey(SeccompNumbers.X32)) {
      refuseAbove(inX32, modes.get(SeccompNumbers.X32));
    }
    if (modes.containsKey(SeccompNumbers.X86_64)) {
      refuseAbove(inX64, modes.get(SeccompNumbers.X86_64));
    }
    if (!inX32.isEmpty() && !inX64.isEmpty()) {
      inX64.add(BpfInstruction.jump(inX32.size()));
    }
    body.add(new BpfInstruction(BpfInstruction.JUMP_IF_SET, inX64.size(), 0, X32_BIT));
    if (inX64.isEmpty()) {
      body.set(
          body.size() - 1,
          new BpfInstruction(BpfInstruction.JUMP_IF_SET, 0, inX32.size(), X32_BIT));
    }
    body.addAll(inX64);
    body.addAll(inX32);
  }

  private static void refuseAbove(List<BpfInstruction> body, int number) {
    body.add(new BpfInstruction(BpfInstruction.JUMP_IF_GREATER, 0, 1, number));
    body.add(BpfInstruction.returning(NO_SUCH_CALL));
  }
}
