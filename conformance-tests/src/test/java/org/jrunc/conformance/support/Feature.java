package org.jrunc.conformance.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A row of {@code CLIENTS.md}: a test that is run with the references and with jrunc. Its parameter
 * of type {@code OciRuntime} is the runtime in turn. One that fails is tried once more, because
 * clients have races of their own; {@code CLIENTS.md} lists what needed that.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(FeatureRuns.class)
public @interface Feature {
  /** What a user would call it. */
  String value();

  /** The references it is run with; at least the one that the client uses by default. */
  String[] with() default {"runc", "crun"};

  /**
   * Runtimes with which it cannot work, each {@code NAME: REASON}. They are run all the same and
   * must fail.
   */
  String[] except() default {};
}
