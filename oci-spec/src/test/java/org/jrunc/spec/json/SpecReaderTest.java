package org.jrunc.spec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jrunc.spec.Documents;
import org.jrunc.spec.Process;
import org.jrunc.spec.Spec;
import org.jrunc.spec.User;
import org.jrunc.spec.linux.Resources;
import org.jrunc.spec.linux.Seccomp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpecReaderTest {

  private static Spec read(String json) {
    return Spec.read(Documents.bytes(json));
  }

  @Test
  void absentPropertiesAreEmptyOrNull() {
    var spec = read("{}");

    assertThat(spec.ociVersion()).isEmpty();
    assertThat(spec.process()).isNull();
    assertThat(spec.mounts()).isEmpty();
    assertThat(spec.annotations()).isEmpty();
    assertThat(spec.hostname()).isNull();
  }

  @Test
  void nullIsAbsent() {
    var spec = read("{\"process\":null,\"mounts\":null,\"annotations\":null,\"hostname\":null}");

    assertThat(spec).isEqualTo(read("{}"));
  }

  @Test
  void nullForAPlainNumberOrFlagIsItsZero() {
    var user = SpecReader.read(Documents.bytes("{\"uid\":null,\"gid\":7}"), User.class);
    var process = SpecReader.read(Documents.bytes("{\"terminal\":null}"), Process.class);

    assertThat(user).isEqualTo(new User(0, 7, null, List.of()));
    assertThat(process.terminal()).isFalse();
  }

  @Test
  void anEmptyOptionalTextIsAbsent() {
    assertThat(read("{\"hostname\":\"\"}").hostname()).isNull();
  }

  @Test
  void anAbsentUserIsRoot() {
    var process = SpecReader.read(Documents.bytes("{}"), Process.class);

    assertThat(process.user()).isEqualTo(User.ROOT);
  }

  @Test
  void unknownPropertiesAndOtherPlatformsAreSkipped() {
    var spec =
        read(
            """
            {"windows": {"layerFolders": ["C:\\\\x"]}, "solaris": {}, "vm": {"kernel": {}},
             "zos": {}, "freebsd": {"jail": {"ip4": "new"}}, "x-own": [1, {"a": [true]}],
             "hostname": "kitten", "linux": {"enableCMT": true}}
            """);

    assertThat(spec.hostname()).isEqualTo("kitten");
    assertThat(spec.linux()).isNotNull();
  }

  @Test
  void unknownPropertiesMayBeAsDeepAndAsLongAsGoTakesThem() {
    var deep = "[".repeat(9_000) + "]".repeat(9_000);
    var spec =
        read("{\"x\":%s,\"y\":%s,\"hostname\":\"kitten\"}".formatted(deep, "1".repeat(9_000)));

    assertThat(spec.hostname()).isEqualTo("kitten");
    assertThatThrownBy(() -> read("{\"x\":" + "[".repeat(10_000)))
        .isInstanceOf(SpecSyntaxException.class)
        .hasMessage(
            "cannot read the document: document nesting depth (10001) exceeds the maximum allowed"
                + " (10000)");
  }

  @Test
  void whatFollowsTheDocumentIsNotLookedAt() {
    assertThat(read("{\"hostname\":\"kitten\"} ]{").hostname()).isEqualTo("kitten");
  }

  @Test
  void otherEncodingsAreNotGuessed() {
    for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
      assertThatThrownBy(() -> Spec.read("{\"hostname\":\"kitten\"}".getBytes(charset)))
          .isInstanceOf(SpecSyntaxException.class)
          .hasMessageContaining("expected UTF-8");
    }
  }

  @Test
  void theLastOfTwoEqualNamesCounts() {
    assertThat(read("{\"hostname\":\"one\",\"hostname\":\"two\"}").hostname()).isEqualTo("two");
  }

  @Test
  void namesMustMatchInCase() {
    assertThat(read("{\"HostName\":\"kitten\"}").hostname()).isNull();
  }

  @Test
  void absentAndEmptySeccompFlagsDiffer() {
    var absent = "{\"defaultAction\":\"SCMP_ACT_ALLOW\"}";
    var empty = "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"flags\":[]}";

    assertThat(SpecReader.read(Documents.bytes(absent), Seccomp.class).flags()).isNull();
    assertThat(SpecReader.read(Documents.bytes(empty), Seccomp.class).flags()).isEmpty();
  }

  @Test
  void partsCanBeReadAlone() {
    var json = Documents.bytes("{\"memory\":{\"limit\":-1},\"unified\":{\"b\":\"2\",\"a\":\"1\"}}");

    var resources = SpecReader.read(json, Resources.class);

    assertThat(resources.memory()).isNotNull();
    assertThat(resources.unified().keySet()).containsExactly("b", "a");
  }

  @Test
  void listsAndMapsCannotBeChanged() {
    var spec = read("{\"annotations\":{\"a\":\"b\"},\"mounts\":[{\"destination\":\"/a\"}]}");

    assertThatThrownBy(() -> spec.annotations().put("c", "d"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> spec.mounts().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  static Stream<List<String>> errors() {
    return Documents.paragraphs("errors.txt");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("errors")
  void errorsSayWhereAndWhat(List<String> golden) {
    var json = Documents.bytes(golden.getFirst().replace('⏎', '\n').replace("∅", ""));

    var error = catchThrowableOfType(SpecSyntaxException.class, () -> Spec.read(json));

    assertThat(error).isNotNull();
    assertThat(error).hasMessage(golden.getLast());
    assertThat(error.getMessage()).contains(error.problem());
  }
}
