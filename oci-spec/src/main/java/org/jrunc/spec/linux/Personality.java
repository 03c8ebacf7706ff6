package org.jrunc.spec.linux;

import java.util.List;
import org.jrunc.spec.json.Fields;

/**
 * Execution domain of the container (config-linux.md, "Personality"; personality(2)).
 *
 * @param domain execution domain
 * @param flags further flags; the spec defines none
 */
public record Personality(PersonalityDomain domain, List<String> flags) {

  public Personality {
    domain = Fields.required("domain", domain);
    flags = Fields.orEmpty(flags);
  }
}
