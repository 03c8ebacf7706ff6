package org.jrunc.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.linux.Device;
import org.jrunc.spec.linux.DeviceRule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DevicePolicyTest {
  // What devices.list of a container of runc 1.1.5 with the default configuration says, in the
  // order
  // in which runc writes it.
  private static final List<String> LIST_OF_RUNC =
      List.of(
          "b *:* m",
          "c *:* m",
          "c 1:3 rwm",
          "c 1:5 rwm",
          "c 1:7 rwm",
          "c 1:8 rwm",
          "c 1:9 rwm",
          "c 5:0 rwm",
          "c 5:2 rwm",
          "c 10:200 rwm",
          "c 136:* rwm");

  @Test
  void theDefaultConfigurationAllowsWhatRuncAllows() {
    assertThat(list(deny())).isEqualTo(LIST_OF_RUNC);
    assertThat(list()).isEqualTo(LIST_OF_RUNC);
  }

  @Test
  void aCgroupIsBroughtToThePolicyWhateverItWasBefore() {
    assertThat(policy(deny()).lines())
        .startsWith(new DevicePolicy.Line(false, "a *:* rwm"))
        .contains(new DevicePolicy.Line(true, "c 1:3 rwm"))
        .hasSize(1 + LIST_OF_RUNC.size());
  }

  @Test
  void rulesAboutOneDeviceAddUp() {
    assertThat(list(deny(), rule(true, "b", 8L, 0L, "r"), rule(true, "b", 8L, 0L, "w")))
        .contains("b 8:0 rw");
  }

  @Test
  void aDenialTakesAwayWhatARuleBeforeItGave() {
    assertThat(list(rule(true, "c", 10L, 229L, "rwm"), rule(false, "c", 10L, 229L, "w")))
        .contains("c 10:229 rm");
    assertThat(list(rule(true, "c", 10L, 229L, "rw"), rule(false, "c", 10L, 229L, "rwm")))
        .isEqualTo(LIST_OF_RUNC);
  }

  @Test
  void numbersThatAreAbsentMeanAll() {
    assertThat(list(rule(true, "c", 4L, null, "rw"))).contains("c 4:* rw");
    assertThat(list(rule(true, "c", 4L, -1L, "rw"))).contains("c 4:* rw");
  }

  @Test
  void aRuleAboutAllDevicesForgetsTheOnesBefore() {
    assertThat(list(rule(true, "b", 8L, 0L, "r"), deny())).isEqualTo(LIST_OF_RUNC);
  }

  @Test
  void aContainerThatMayUseEverythingHasNoExceptions() {
    var policy = policy(rule(true, "a", null, null, "rwm"));
    assertThat(policy.allowsOthers()).isTrue();
    assertThat(policy.lines()).containsExactly(new DevicePolicy.Line(true, "a *:* rwm"));
  }

  @Test
  void anExceptionFromEverythingIsADenial() {
    var policy = policy(rule(true, null, null, null, "rwm"), rule(false, "b", 8L, 0L, "w"));
    assertThat(policy.lines())
        .containsExactly(
            new DevicePolicy.Line(true, "a *:* rwm"), new DevicePolicy.Line(false, "b 8:0 w"));
  }

  @Test
  void theDefaultListCannotBeDenied() {
    var policy = policy(rule(true, "a", null, null, "rwm"), rule(false, "c", 1L, 3L, "rwm"));
    assertThat(policy.exceptions()).isEmpty();
  }

  @Test
  void refusesAHoleInAWildcard() {
    assertThatThrownBy(() -> policy(rule(true, "c", 4L, null, "rw"), rule(false, "c", 4L, 1L, "r")))
        .isInstanceOf(SpecFailure.class)
        .hasMessageContaining("cannot take `c 4:1 r` out of the rule `c 4:* rw`")
        .hasMessageContaining("/linux/resources/devices/1");
  }

  @Test
  void refusesRulesThatSayNothing() {
    assertThatThrownBy(() -> policy(rule(true, "c", 4L, 1L, null)))
        .hasMessageContaining("/linux/resources/devices/0/access");
    assertThatThrownBy(() -> policy(rule(true, "p", 4L, 1L, "r")))
        .hasMessageContaining("invalid cgroup device type `p`");
  }

  @Test
  void aNodeOfTheConfigurationTakesThePlaceOfADefaultOne() {
    var node = new Device("/dev/null", "c", 7, 7, null, null, null);
    assertThat(list(DevicePolicy.of(List.of(), List.of(node)))).doesNotContain("c 1:3 rwm");
    assertThat(DefaultDevice.beside(List.of("/dev/null")))
        .doesNotContain(DefaultDevice.NULL)
        .hasSize(5);
  }

  private static DeviceRule deny() {
    return rule(false, null, null, null, "rwm");
  }

  private static DeviceRule rule(
      boolean allow,
      @Nullable String type,
      @Nullable Long major,
      @Nullable Long minor,
      @Nullable String access) {
    return new DeviceRule(allow, type, major, minor, access);
  }

  private static DevicePolicy policy(DeviceRule... rules) {
    return DevicePolicy.of(Arrays.asList(rules), List.of());
  }

  private static List<String> list(DeviceRule... rules) {
    return list(policy(rules));
  }

  private static List<String> list(DevicePolicy policy) {
    assertThat(policy.allowsOthers()).isFalse();
    return policy.exceptions().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .toList();
  }
}
