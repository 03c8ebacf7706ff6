package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command on the pages of {@code runtime-cli/clients} works as it stands, shows what the page
 * says, and leaves nothing when the page has come to its end. {@code clients/NAME.sh} of the
 * resources prepares the machine that the page NAME takes for granted.
 */
class PagesTest {
  @BeforeEach
  void needsRoot() {
    Requires.root();
    Requires.ours(OciRuntime.underTest());
  }

  static List<Page> pages() {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandOfAPageWorks(Page page) {
    var host = new PrivateHost();
    var outcome = host.run(page.name() + ".md", before(page), page.script());
    assertThat(outcome.exit()).as(outcome.toString()).isZero();
    for (var shown : page.shown()) {
      var printed = printed(outcome.stdout(), shown.number());
      for (var line : shown.lines()) {
        assertThat(printed).as("%s, line %d", page, shown.number()).containsPattern(pattern(line));
      }
    }
    assertThat(host.left()).as("left behind by " + page).isEmpty();
  }

  @Test
  void aFailureNamesThePageAndTheLine() {
    var outcome = new PrivateHost().run("page.md", "", "\ntrue\nfalse\n");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr()).contains("page.md:3: `false` ended with 1");
  }

  @Test
  void anAnswerThatIsNotWhatThePageSaysIsAFailure() {
    var outcome = new PrivateHost().run("page.md", "", "\n\necho runc | expect 'jrunc'\n");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr()).contains("page.md:3: expected `jrunc` in: runc");
  }

  @Test
  void whatAPageLeavesIsSeenAndTheMachineIsUntouched() {
    var host = new PrivateHost();
    var script =
        """
        tar -C /opt -xzf jrunc.tar.gz
        touch /etc/forgotten
        /opt/jrunc/bin/jrunc list
        """;
    host.run("page.md", "", script).succeeded();
    assertThat(host.left()).contains("file etc/forgotten", "file opt/jrunc", "file /run/jrunc");
    assertThat(host.left()).anyMatch(line -> line.matches("process [0-9]+ /opt/jrunc/lib/.*"));
    assertThat(Path.of("/etc/forgotten")).doesNotExist();
  }

  @Test
  void theEngineOfAnotherViewIsAnotherOneAndEndsWithIt() {
    var mark = Suite.newId();
    var script =
        """
        tar -C /opt -xzf jrunc.tar.gz
        touch /etc/%s
        /opt/jrunc/bin/jrunc list
        pid=$(pgrep -f ^/opt/jrunc/)
        ls /proc/$pid/root/etc | expect %s
        """
            .formatted(mark, mark);
    new PrivateHost().run("page.md", "", script).succeeded();
    var roots = ProcessHandle.allProcesses().map(p -> Path.of("/proc/" + p.pid() + "/root/etc"));
    assertThat(roots.filter(etc -> Files.exists(etc.resolve(mark)))).isEmpty();
  }

  private static String before(Page page) {
    var name = "/org/jrunc/conformance/clients/" + page.name() + ".sh";
    var isPrepared = PagesTest.class.getResource(name) != null;
    return isPrepared ? PrivateHost.resource(page.name() + ".sh") : "";
  }

  private static String printed(String stdout, int number) {
    var text = stdout.substring(stdout.indexOf(Page.mark(number)) + Page.mark(number).length());
    var end = text.indexOf("\n@@");
    return end < 0 ? text : text.substring(0, end);
  }

  private static Pattern pattern(String line) {
    return Pattern.compile(
        List.of(line.split("…", -1)).stream()
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }
}
