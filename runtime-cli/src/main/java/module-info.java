import org.jspecify.annotations.NullMarked;

/** The command line of jrunc. */
@NullMarked
module org.jrunc.cli {
  requires static transitive org.jspecify;
  requires org.jrunc.core;
  requires info.picocli;

  exports org.jrunc.cli;

  opens org.jrunc.cli to
      info.picocli;
  opens org.jrunc.cli.command to
      info.picocli;
}
