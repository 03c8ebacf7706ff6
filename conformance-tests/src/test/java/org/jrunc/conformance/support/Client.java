package org.jrunc.conformance.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A class of tests that drive a client. Each feature runs with every runtime; what is left behind
 * after it fails it. Daemons are started in {@code @BeforeAll}, so that they do not count as left
 * behind, and have their folders below {@code Suite.scratch()}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@BundleTest
public @interface Client {
  /** The client, as the table calls it. */
  String name();

  /** The command whose first line of output tells the version. */
  String[] version();
}
