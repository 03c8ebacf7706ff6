package org.jrunc.spec.check;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jrunc.spec.json.SpecReader;
import org.jrunc.spec.json.SpecSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Validates documents against the project's JSON schemas: stricter than the reader, which takes
 * what runc takes, and told in one go rather than error by error.
 *
 * <p>For tools and tests. It needs databind and the json-schema-validator, whose modules no command
 * of the runtime loads; a module that wants this class has to resolve {@code com.networknt.schema}.
 */
public final class SchemaValidator {
  private final JsonMapper mapper = JsonMapper.builder().build();
  private final Map<Document, Schema> schemas = new EnumMap<>(Document.class);

  private record AnyObject() {}

  /** The documents of the specification. */
  public enum Document {
    /** The config.json of a bundle. */
    CONFIG("config.schema.json", "config.md"),
    /** The state of a container. */
    STATE("state.schema.json", "runtime.md, State"),
    /** The features of a runtime. */
    FEATURES("features.schema.json", "features.md");

    private final String resource;
    private final String section;

    Document(String resource, String section) {
      this.resource = resource;
      this.section = section;
    }
  }

  /** Reads the schemas. */
  public SchemaValidator() {
    var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    for (var document : Document.values()) {
      schemas.put(document, schema(registry, document.resource));
    }
  }

  private Schema schema(SchemaRegistry registry, String resource) {
    try (var in = SchemaValidator.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return registry.getSchema(mapper.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Validates a document. Properties that are null count as absent.
   *
   * @param json the bytes of the document
   * @param document which document it is
   * @return one violation for each broken schema keyword, empty if there are none
   * @throws SpecSyntaxException if the bytes are not JSON
   */
  public List<Violation> validate(byte[] json, Document document) {
    var schema = schemas.get(document);
    if (schema == null) {
      throw new IllegalStateException("no schema of " + document);
    }
    return schema.validate(tree(json)).stream().map(error -> violation(error, document)).toList();
  }

  private JsonNode tree(byte[] json) {
    // For its precise errors: a record without components takes any object.
    var _ = SpecReader.read(json, AnyObject.class);
    var tree = mapper.readTree(json);
    dropNulls(tree);
    return tree;
  }

  private static void dropNulls(JsonNode node) {
    if (node.isObject()) {
      node.asObject().removeIf(JsonNode::isNull);
    }
    node.forEach(SchemaValidator::dropNulls);
  }

  private static Violation violation(Error error, Document document) {
    var rule = "schema-" + error.getKeyword();
    var pointer = error.getInstanceLocation().toString();
    return new Violation(pointer, rule, error.getMessage(), document.section);
  }
}
