package org.jrunc.conformance.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests on real containers. A parameter of type {@link Bundle} is a new bundle, one of
 * type {@link OciRuntime} the runtime under test. After each test the bundle's container is deleted
 * by force and anything that is left of it fails the test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BundleExtension.class)
public @interface BundleTest {}
