package org.jrunc.spec;

import java.util.List;
import org.jrunc.spec.json.Fields;

/**
 * The five capability sets (config.md, {@code capabilities}; capabilities(7)), names as {@code
 * CAP_CHOWN}.
 *
 * <p>Names stay strings: a runtime has to tolerate those that it, or its kernel, does not know.
 *
 * @param bounding limit on what execve can grant
 * @param effective what the kernel checks
 * @param inheritable what is preserved across execve
 * @param permitted limit of the effective set
 * @param ambient what is preserved across execve of an ordinary program
 */
public record Capabilities(
    List<String> bounding,
    List<String> effective,
    List<String> inheritable,
    List<String> permitted,
    List<String> ambient) {

  public Capabilities {
    bounding = Fields.orEmpty(bounding);
    effective = Fields.orEmpty(effective);
    inheritable = Fields.orEmpty(inheritable);
    permitted = Fields.orEmpty(permitted);
    ambient = Fields.orEmpty(ambient);
  }
}
