package org.jrunc.conformance.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The properties of {@code config.json} that a test proves, for {@code COVERAGE.md}. On a class it
 * holds for all its tests. The class must be a {@link BundleTest}; a test with a parameter of type
 * {@link OciRuntime} is run again with runc and with crun when the suite measures them, and what
 * they did is recorded: whether the test passes ({@code works}), fails because they refuse the
 * bundle ({@code refused}) or fails although they accept it ({@code differs}).
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Covers {

  /**
   * JSON pointers as in {@code config-properties.txt} of oci-spec: {@code *} for the items of an
   * array and the keys of a map, {@code /**} at the end for a property and all below it, {@code
   * =value} behind it for one value of {@code config-values.txt}. {@code {0}} is the first argument
   * of a parameterised test.
   */
  String[] value();

  /** What this kernel lacks and what is tested instead; empty if the property itself is tested. */
  String instead() default "";
}
