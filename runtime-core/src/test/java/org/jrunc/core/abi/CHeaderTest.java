package org.jrunc.core.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Java reads the C headers as the C compiler does: layout_check prints what that has found. */
class CHeaderTest {
  private static final String TOOL = "target/native/layout_check";
  private static final Pattern SIZE = Pattern.compile("sizeof\\((\\w+)\\)=(\\d+)");
  private static final Pattern OFFSET = Pattern.compile("offsetof\\((\\w+), (\\w+)\\)=(\\d+)");
  private static final Pattern CONSTANT = Pattern.compile("(\\w+)=(\\d+)");

  @Test
  void everyConstantSizeAndOffsetIsTheCompilers() throws IOException {
    var lines = compilersView();
    assertThat(lines).hasSizeGreaterThan(100);
    for (var line : lines) {
      if (!line.contains(".")) { // the size of one field, which no header says
        assertThat(ours(line)).as(line).isEqualTo(line.substring(line.indexOf('=') + 1));
      }
    }
  }

  private static String ours(String line) throws IOException {
    var size = SIZE.matcher(line);
    if (size.matches()) {
      return "" + headerOf(size.group(1)).size(size.group(1));
    }
    var offset = OFFSET.matcher(line);
    if (offset.matches()) {
      return "" + headerOf(offset.group(1)).offset(offset.group(1), offset.group(2));
    }
    var constant = CONSTANT.matcher(line);
    assertThat(constant.matches()).as(line).isTrue();
    var name = constant.group(1);
    var found = CHeader.read("program.h").constants(name);
    return ""
        + (found.containsKey(name) ? found : CHeader.read("protocol.h").constants(name)).get(name);
  }

  private static CHeader headerOf(String struct) throws IOException {
    var isProgram = List.of("program_header", "operation", "report").contains(struct);
    return CHeader.read(isProgram ? "program.h" : "protocol.h");
  }

  private static List<String> compilersView() throws IOException {
    var process = new ProcessBuilder(TOOL).redirectErrorStream(true).start();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      return output.lines().toList();
    }
  }
}
