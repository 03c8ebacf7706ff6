package org.jrunc.spec.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.jrunc.spec.DefaultSpec;
import org.jrunc.spec.Documents;
import org.jrunc.spec.check.SchemaValidator.Document;
import org.jrunc.spec.json.SpecSyntaxException;
import org.jrunc.spec.json.SpecWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaValidatorTest {
  private static final SchemaValidator VALIDATOR = new SchemaValidator();

  static Stream<Arguments> fullDocuments() {
    return Stream.of(
        Arguments.of("full.config.json", Document.CONFIG),
        Arguments.of("full.state.json", Document.STATE),
        Arguments.of("full.features.json", Document.FEATURES));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fullDocuments")
  void acceptsTheFullDocuments(String name, Document document) {
    assertThat(VALIDATOR.validate(Documents.bytes(Documents.text(name)), document)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal.config.json", "docker.config.json", "podman.config.json"})
  void acceptsWhatEnginesWrite(String name) {
    assertThat(VALIDATOR.validate(Documents.bytes(Documents.text(name)), Document.CONFIG))
        .isEmpty();
  }

  @Test
  void acceptsTheDefault() {
    var json = SpecWriter.compact(DefaultSpec.rootful(true));

    assertThat(VALIDATOR.validate(Documents.bytes(json), Document.CONFIG)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fullDocuments")
  void knowsTheTypeOfEveryProperty(String name, Document document) {
    var tree = Documents.tree(Documents.text(name));
    for (var pointer : Documents.pointers(tree)) {
      var wrong = Documents.tree(tree.at(pointer).isArray() ? "1.5" : "[1.5]");
      var json = Documents.bytes(Documents.replace(tree, pointer, wrong).toString());

      assertThat(VALIDATOR.validate(json, document))
          .as(pointer)
          .extracting(Violation::pointer)
          .contains(pointer);
    }
  }

  @Test
  void saysWhereAndWhat() {
    var json = "{\"ociVersion\":\"1.0.2\",\"root\":{\"path\":\"r\",\"readonly\":\"yes\"}}";

    assertThat(VALIDATOR.validate(Documents.bytes(json), Document.CONFIG))
        .containsExactly(
            new Violation(
                "/root/readonly", "schema-type", "string found, boolean expected", "config.md"));
  }

  @Test
  void refusesWhatIsNotJson() {
    assertThatThrownBy(() -> VALIDATOR.validate(Documents.bytes("{"), Document.STATE))
        .isInstanceOf(SpecSyntaxException.class);
  }
}
