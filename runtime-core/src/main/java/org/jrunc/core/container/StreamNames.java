package org.jrunc.core.container;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jrunc.spec.json.SpecReader;
import org.jrunc.spec.json.SpecSyntaxException;
import org.jrunc.spec.json.SpecWriter;

/**
 * The content of {@code descriptors.json}, which runc puts beside images: what the standard streams
 * were when the images were made, as /proc shows them.
 *
 * @param names one for each stream, in order
 */
public record StreamNames(List<String> names) {
  /** Makes an empty list of a missing one. */
  public StreamNames {
    names = Fields.orEmpty(names);
  }

  /**
   * Reads the document, which is a list.
   *
   * @throws SpecSyntaxException if it is something else
   */
  static StreamNames parse(String json) {
    var document = "{\"names\":" + json + "}";
    return SpecReader.read(document.getBytes(StandardCharsets.UTF_8), StreamNames.class);
  }

  /** The document. */
  byte[] json() {
    return SpecWriter.compact(names).getBytes(StandardCharsets.UTF_8);
  }

  /** The name of a stream that was a pipe, whose other end was outside. */
  boolean isPipe(int stream) {
    return names.get(stream).contains("pipe:");
  }
}
