package org.jrunc.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jrunc.core.device.DevicePolicy.Line;
import org.jrunc.spec.linux.DeviceRule;
import org.junit.jupiter.api.Test;

class DeviceChangeTest {
  private static final DeviceRule NONE = new DeviceRule(false, null, null, null, "rwm");
  private static final DeviceRule EVERYTHING = new DeviceRule(true, null, null, null, "rwm");
  private static final DevicePolicy DENYING = policy(NONE);

  private static DevicePolicy policy(DeviceRule... rules) {
    return DevicePolicy.of(List.of(rules), List.of());
  }

  private static DeviceRule allow(long minor, String access) {
    return new DeviceRule(true, "c", 10L, minor, access);
  }

  private static DeviceRule deny(long minor, String access) {
    return new DeviceRule(false, "c", 10L, minor, access);
  }

  /** What the kernel shows for a policy, with some lines of others. */
  private static String list(DevicePolicy policy, String... more) {
    if (policy.allowsOthers()) {
      return "a *:* rwm\n";
    }
    var lines = policy.lines().stream().skip(1).map(Line::rule);
    return String.join("\n", Stream.concat(lines, Stream.of(more)).toList()) + "\n";
  }

  private static List<String> text(List<Line> lines) {
    return lines.stream().map(line -> (line.allow() ? "allow " : "deny ") + line.rule()).toList();
  }

  @Test
  void theSameRulesChangeNothing() {
    assertThat(DeviceChange.of("a *:* rwm", DENYING, policy(NONE))).isEqualTo(DeviceChange.NONE);
  }

  @Test
  void onlyTheDifferenceIsWritten() {
    var before = policy(NONE, allow(1, "rw"), allow(2, "rwm"));
    var after = policy(NONE, allow(1, "wm"), allow(3, "r"));
    var change = DeviceChange.of(list(before), before, after);
    assertThat(text(change.forth()))
        .containsExactly("deny c 10:1 r", "deny c 10:2 rwm", "allow c 10:1 m", "allow c 10:3 r");
    assertThat(text(change.back()))
        .containsExactly("deny c 10:1 m", "deny c 10:3 r", "allow c 10:1 r", "allow c 10:2 rwm");
    assertThat(change.forgets()).isFalse();
  }

  @Test
  void whatOthersAllowedStays() {
    var after = policy(NONE, allow(3, "rw"));
    var change = DeviceChange.of(list(DENYING, "c 195:0 rw", "c 10:3 r"), DENYING, after);
    assertThat(text(change.forth())).containsExactly("allow c 10:3 w");
    assertThat(text(change.back())).containsExactly("deny c 10:3 w");
  }

  @Test
  void exceptionsFromEverythingAreTakenFromTheOldRules() {
    var before = policy(EVERYTHING, deny(1, "rwm"));
    var after = policy(EVERYTHING, deny(1, "w"), deny(2, "w"));
    var change = DeviceChange.of(list(before), before, after);
    assertThat(text(change.forth())).containsExactly("allow c 10:1 rm", "deny c 10:2 w");
    assertThat(text(change.back())).containsExactly("allow c 10:2 w", "deny c 10:1 rm");
  }

  @Test
  void everythingInPlaceOfNothingBeginsAnew() {
    var change = DeviceChange.of(list(DENYING, "c 195:0 rw"), DENYING, policy(EVERYTHING));
    assertThat(change.forgets()).isTrue();
    assertThat(text(change.forth())).containsExactly("allow a *:* rwm");
    assertThat(text(change.back())).contains("deny a *:* rwm", "allow c 195:0 rw");
    var back = DeviceChange.of("a *:* rwm", policy(EVERYTHING), DENYING);
    assertThat(text(back.forth())).startsWith("deny a *:* rwm").contains("allow c 1:3 rwm");
    assertThat(text(back.back())).containsExactly("allow a *:* rwm");
  }

  @Test
  void aListWithWildcardsIsRead() {
    var policy = DeviceList.parse("c *:* m\nb 8:* rw\nc 8:* r\nsomething new\n");
    assertThat(text(policy.lines()))
        .containsExactly("deny a *:* rwm", "allow c *:* m", "allow b 8:* rw", "allow c 8:* r");
  }
}
