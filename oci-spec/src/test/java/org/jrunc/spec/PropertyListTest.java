package org.jrunc.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jrunc.spec.features.Features;
import org.jrunc.spec.json.JsonName;
import org.jrunc.spec.json.SpecReader;
import org.jrunc.spec.json.SpecSyntaxException;
import org.jrunc.spec.json.SpecWriter;
import org.jrunc.spec.state.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the records to the published properties of the specification, one path a line. */
class PropertyListTest {

  static Stream<Arguments> documents() {
    return Stream.of(
        Arguments.of("config-properties.txt", "full.config.json", "\t", Spec.class),
        Arguments.of("features-properties.txt", "full.features.json", "    ", Features.class),
        Arguments.of("state-properties.txt", "full.state.json", "  ", State.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void everyPublishedPropertyHasARecordComponentAndTheOtherWayRound(
      String list, String full, String indent, Class<? extends Record> type) {
    var paths = new ArrayList<String>();
    walk(type, "", paths);

    assertThat(paths).containsExactlyInAnyOrderElementsOf(Documents.lines(list));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("documents")
  void theFullDocumentHasEveryPublishedProperty(
      String list, String full, String indent, Class<? extends Record> type) {
    var listed = Set.copyOf(Documents.lines(list));
    var present = new TreeSet<String>();
    for (var pointer : Documents.pointers(Documents.tree(Documents.text(full)))) {
      present.add(pointer.replaceAll("/[0-9]+(?=/|$)", "/*"));
      present.add(pointer.replaceAll("/(rdma|netDevices|timeOffsets)/[^/]+", "/$1/*"));
    }

    assertThat(present).containsAll(listed);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("documents")
  void everyPropertyComesBackAsItWasRead(
      String list, String full, String indent, Class<? extends Record> type) {
    var text = Documents.text(full).stripTrailing();

    assertThat(SpecWriter.indented(SpecReader.read(Documents.bytes(text), type), indent))
        .isEqualTo(text);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("documents")
  void everyValueOfAWrongTypeIsRefusedWithItsPointer(
      String list, String full, String indent, Class<? extends Record> type) {
    var tree = Documents.tree(Documents.text(full));
    for (var pointer : Documents.pointers(tree)) {
      var wrong = Documents.tree(tree.at(pointer).isArray() ? "1.5" : "[1.5]");
      var json = Documents.bytes(Documents.replace(tree, pointer, wrong).toString());

      var error =
          catchThrowableOfType(SpecSyntaxException.class, () -> SpecReader.read(json, type));

      assertThat(error).as(pointer).isNotNull();
      assertThat(error.pointer()).isEqualTo(pointer);
    }
  }

  private static void walk(Type type, String path, List<String> paths) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      walk(arguments[arguments.length - 1], path + "/*", paths);
    } else if (type instanceof Class<?> record && record.isRecord()) {
      for (var component : record.getRecordComponents()) {
        var renamed = component.getAnnotation(JsonName.class);
        var name = path + "/" + (renamed == null ? component.getName() : renamed.value());
        paths.add(name);
        walk(component.getGenericType(), name, paths);
      }
    }
  }
}
