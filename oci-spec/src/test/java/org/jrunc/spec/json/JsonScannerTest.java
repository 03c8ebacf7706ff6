package org.jrunc.spec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jrunc.spec.Documents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds our scanner to Jackson's verdict and values. */
class JsonScannerTest {
  private static final JsonMapper JACKSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final String PIECES = "{}[]:,\"\\/ \n\t0123456789-+.eEtruefalsnbé🐱";

  record AnyObject() {}

  record Texts(Map<String, String> texts) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " \r\n\t{ } ",
        "{\"a\":[]}",
        "{\"a\":[ 1 , -0 , 0.5 , -1e-7 , 1E+9 , true , false , null , \"\" , {} , [[]] ]}",
        "{\"a\":-}",
        "{\"a\":.5}",
        "{\"a\":5.}",
        "{\"a\":1e}",
        "{\"a\":00}",
        "{\"a\":-01}",
        "{\"a\":0x10}",
        "{\"a\":1_000}",
        "{\"a\":Infinity}",
        "{\"a\":True}",
        "{\"a\":nulls}",
        "{\"a\":truefalse}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\":[1 2]}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{,}",
        "{1:2}",
        "{\"a\":1}}",
        "{\"a\":[}]}",
        "{\"a\":\"\\u00e9\\ud83d\\udc31\\/\\b\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\",
        "{\"a\":\"\\u",
        "{\"a\":\"\u007f\u2028\"}",
        "{\"\":\"\"}"
      })
  void acceptsAndRefusesAsJacksonDoes(String json) {
    assertThat(acceptedByUs(json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(readByJackson(json).isPresent());
  }

  @Test
  void agreesWithJacksonOnDamagedDocuments() {
    var random = new Random(7);
    var original = "{\"a\":[1,-2.5e3,{\"b\":\"c\\n\\u0041é\"},null,true,[]],\"d\":\"\",\"e\":{}}";
    for (var round = 0; round < 20_000; round++) {
      var json = new StringBuilder(original);
      for (var change = random.nextInt(1, 4); change > 0; change--) {
        var at = random.nextInt(json.length());
        var piece = PIECES.charAt(random.nextInt(PIECES.length()));
        switch (random.nextInt(3)) {
          case 0 -> json.setCharAt(at, piece);
          case 1 -> json.insert(at, piece);
          default -> json.deleteCharAt(at);
        }
      }
      var text = json.toString();
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      var same = new String(bytes, StandardCharsets.UTF_8);
      assertThat(acceptedByUs(bytes)).as(text).isEqualTo(readByJackson(same).isPresent());
    }
  }

  @Test
  void readsTextsAsJacksonDoes() {
    var random = new Random(11);
    var pieces =
        new String[] {"a", "é", "🐱", "\\n", "\\\"", "\\\\", "\\u0041", "\\ud83d\\udc31", "\\/"};
    for (var round = 0; round < 2_000; round++) {
      var text = new StringBuilder();
      for (var count = random.nextInt(8); count > 0; count--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      var json = "{\"texts\":{\"k" + text + "\":\"" + text + "\"}}";

      var ours = SpecReader.read(Documents.bytes(json), Texts.class).texts();

      var theirs = Documents.tree(json).get("texts");
      assertThat(ours.keySet()).containsExactlyElementsOf(theirs.propertyNames());
      ours.forEach((key, value) -> assertThat(value).isEqualTo(theirs.get(key).asString()));
    }
  }

  @Test
  void halfASurrogatePairBecomesTheReplacementCharacterAsInGo() {
    var json = "{\"texts\":{\"a\":\"\\ud83dx\\udc31\\ud83d\\u0041\\ud83d\"}}";

    assertThat(SpecReader.read(Documents.bytes(json), Texts.class).texts())
        .containsEntry("a", "\ufffdx\ufffd\ufffdA\ufffd");
  }

  @Test
  void refusesTextsThatAreNotUtf8() {
    var random = new Random(13);
    for (var round = 0; round < 2_000; round++) {
      var raw = new byte[random.nextInt(1, 5)];
      random.nextBytes(raw);
      for (var index = 0; index < raw.length; index++) {
        raw[index] |= (byte) 0x80;
      }
      var json = ByteBuffer.allocate(raw.length + 8);
      json.put(Documents.bytes("{\"a\":\"")).put(raw).put(Documents.bytes("\"}"));
      assertThat(acceptedByUs(json.array())).isEqualTo(isUtf8(raw));
    }
  }

  private static boolean isUtf8(byte[] raw) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Test
  void refusesToNestWithoutEnd() {
    var deep = "{\"a\":" + "[".repeat(100_000);

    assertThatThrownBy(() -> SpecReader.read(Documents.bytes(deep), AnyObject.class))
        .isInstanceOf(SpecSyntaxException.class)
        .hasMessageEndingWith("the document is nested deeper than 400");
  }

  private static boolean acceptedByUs(byte[] json) {
    try {
      assertThat(SpecReader.read(json, AnyObject.class)).isNotNull();
      return true;
    } catch (SpecSyntaxException e) {
      return false;
    }
  }

  private static Optional<JsonNode> readByJackson(String json) {
    try {
      return Optional.of(JACKSON.readTree(json)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
