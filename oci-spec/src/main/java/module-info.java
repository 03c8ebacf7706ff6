import org.jspecify.annotations.NullMarked;

/** The OCI runtime specification as immutable records, with a reader, a writer and checks. */
@NullMarked
module org.jrunc.spec {
  requires static transitive org.jspecify;
  requires tools.jackson.core;
  // For SchemaValidator alone, which nothing on the way of a command uses.
  requires static tools.jackson.databind;
  requires static com.networknt.schema;

  exports org.jrunc.spec;
  exports org.jrunc.spec.linux;
  exports org.jrunc.spec.features;
  exports org.jrunc.spec.state;
  exports org.jrunc.spec.events;
  exports org.jrunc.spec.json;
  exports org.jrunc.spec.check;
}
