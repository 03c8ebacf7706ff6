package org.jrunc.conformance.watch;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import org.jrunc.conformance.support.Bundle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a command prints, as a definition of {@code outputs.schema.json}. */
enum OutputSchema {
  STATE,
  LIST,
  PS,
  EVENT,
  FEATURES;

  private final Schema schema;

  OutputSchema() {
    var document = (ObjectNode) Bundle.jsonResource("outputs.schema.json");
    document.put("$ref", "#/$defs/" + name().toLowerCase(Locale.ROOT));
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(document);
  }

  /** One line for each rule that a document breaks. */
  List<String> violations(JsonNode document) {
    return schema.validate(document).stream().map(Object::toString).toList();
  }
}
