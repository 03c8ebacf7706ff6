package org.jrunc.spec.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The JSON name of a record component whose name Java does not allow, such as {@code class}. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface JsonName {
  /**
   * Returns the name in JSON.
   *
   * @return the name in JSON
   */
  String value();
}
