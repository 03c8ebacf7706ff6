package org.jrunc.spec.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What runc calls the values of an enum when it refuses one, for those who look for its words. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Called {
  /** The name: lower case, singular. */
  String value();
}
