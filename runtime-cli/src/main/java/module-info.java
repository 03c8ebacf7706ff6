import org.jspecify.annotations.NullMarked;

/** The command line of jrunc. */
@NullMarked
module org.jrunc.cli {
  requires static transitive org.jspecify;
  requires org.jrunc.core;
  requires info.picocli;

  exports org.jrunc.cli;

  // The writer of JSON reads the components of records.
  exports org.jrunc.cli.render to
      org.jrunc.spec;
}
