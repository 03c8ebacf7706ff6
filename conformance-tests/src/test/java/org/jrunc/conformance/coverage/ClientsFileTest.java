package org.jrunc.conformance.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Runs after all other classes ({@code junit-platform.properties}), over what they recorded. */
@Order(Integer.MAX_VALUE)
class ClientsFileTest {
  private static final Path COMMITTED = Path.of("CLIENTS.md");
  private static final Path GENERATED = Path.of("target/CLIENTS.md");

  @Test
  void theTableIsWhatThisRunMeasured() throws Exception {
    WholeSuite.assumeThatAllClientsRan();
    var generated = ClientsFile.ofThisRun();
    generated.write(GENERATED);
    if (Boolean.getBoolean("coverage.update")) {
      generated.write(COMMITTED);
    }
    assertThat(generated.rows())
        .as("rows of target/CLIENTS.md; -Dcoverage.update=true copies it to CLIENTS.md")
        .map(ClientsFileTest::withoutVersion)
        .isEqualTo(
            ClientsFile.rowsOf(COMMITTED).stream().map(ClientsFileTest::withoutVersion).toList());
  }

  /** A row without the client's version, which an update of the distribution may change. */
  private static String withoutVersion(String row) {
    return row.replaceFirst("^(\\| [^|]*)\\| [^|]*", "$1");
  }
}
