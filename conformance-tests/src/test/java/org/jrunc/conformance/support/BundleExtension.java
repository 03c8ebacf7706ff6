package org.jrunc.conformance.support;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Supplies bundles and the runtime under test, looks for residue after each test, and records what
 * it covers.
 */
final class BundleExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver, InvocationInterceptor {
  private static final Namespace HERE = Namespace.create(BundleExtension.class);

  /** What a test began with, and the bundles it was given. */
  private record Work(OciRuntime runtime, Residue before, List<Bundle> bundles) {}

  @Override
  public void beforeEach(ExtensionContext context) {
    Requires.root();
    Hugetlb.claim();
    var runtime = OciRuntime.underTest();
    WarmUp.engineOf(runtime);
    context.getStore(HERE).put("work", new Work(runtime, Residue.now(runtime), new ArrayList<>()));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    var isOfTemplate = parameter.getDeclaringExecutable().isAnnotationPresent(Feature.class);
    return type == Bundle.class || (type == OciRuntime.class && !isOfTemplate);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == OciRuntime.class) {
      return work(context).runtime;
    }
    var bundle = Bundle.create();
    work(context).bundles.add(bundle);
    return bundle;
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> test,
      ExtensionContext context)
      throws Throwable {
    remember(test, context);
    invocation.proceed();
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> test,
      ExtensionContext context)
      throws Throwable {
    remember(test, context);
    invocation.proceed();
  }

  private static void remember(ReflectiveInvocationContext<Method> test, ExtensionContext context) {
    context
        .getStore(HERE)
        .put(
            "measurement",
            new Measurement(
                test.getExecutable(), test.getTarget().orElseThrow(), test.getArguments()));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    lookForResidue(work(context));
    Coverage.ran(context.getRequiredTestClass());
    var measurement = context.getStore(HERE).get("measurement", Measurement.class);
    if (measurement != null) {
      measurement.record(context, work(context).runtime);
    }
  }

  private static void lookForResidue(Work work) {
    for (var bundle : work.bundles) {
      bundle.container(work.runtime).close();
      bundle.remove();
    }
    var left = work.before.since(work.runtime);
    if (!left.isEmpty()) {
      throw new AssertionError("left behind:\n  " + String.join("\n  ", left));
    }
  }

  private static Work work(ExtensionContext context) {
    return java.util.Objects.requireNonNull(context.getStore(HERE).get("work", Work.class));
  }

  /** The first container of an engine, which opens for good what it opens lazily. */
  private static final class WarmUp {
    private static @Nullable Engine warm;

    private WarmUp() {}

    static synchronized void engineOf(OciRuntime runtime) {
      if (!runtime.isOurs() || (warm != null && Engine.of(runtime).equals(Optional.of(warm)))) {
        return;
      }
      var bundle = Bundle.create().args("/probe", "true");
      try (var container = bundle.container(runtime)) {
        container.run();
      }
      bundle.remove();
      warm = Engine.of(runtime).orElse(null);
    }
  }
}
