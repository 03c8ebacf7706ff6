package org.jrunc.conformance.support;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.TestAbortedException;

/** Runs a feature with one runtime after the other and notes how each fares. */
final class FeatureRuns implements TestTemplateInvocationContextProvider {

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    var client =
        Objects.requireNonNull(
            context.getRequiredTestClass().getAnnotation(Client.class), "@Client is missing");
    var feature =
        Objects.requireNonNull(context.getRequiredTestMethod().getAnnotation(Feature.class));
    return runtimes(feature).stream().map(runtime -> new Run(client, feature, runtime));
  }

  private static List<OciRuntime> runtimes(Feature feature) {
    var runtimes = new ArrayList<OciRuntime>();
    for (var name : feature.with()) {
      runtimes.add(OciRuntime.reference(name));
    }
    var ours = OciRuntime.underTest();
    runtimes.removeIf(reference -> reference.name().equals(ours.name()));
    runtimes.add(ours);
    return runtimes;
  }

  /** One feature with one runtime. */
  private record Run(Client client, Feature feature, OciRuntime runtime)
      implements TestTemplateInvocationContext, ParameterResolver, InvocationInterceptor {

    @Override
    public String getDisplayName(int index) {
      return runtime.name();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == OciRuntime.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return runtime;
    }

    @Override
    public void interceptTestTemplateMethod(
        Invocation<@Nullable Void> invocation,
        ReflectiveInvocationContext<Method> test,
        ExtensionContext context)
        throws Throwable {
      try {
        runOrTryAgain(invocation, test);
      } catch (TestAbortedException skipped) {
        note("skipped: " + skipped.getMessage());
        throw skipped;
      } catch (Exception | AssertionError failure) {
        var reason = expectedFailure();
        note("fails" + reason.map(text -> ": " + text).orElse(""));
        if (reason.isEmpty()) {
          throw failure;
        }
        return;
      }
      if (expectedFailure().isPresent()) {
        throw new AssertionError(
            "`%s` works with %s, which `except` denies".formatted(feature.value(), runtime));
      }
      note("works");
    }

    private void runOrTryAgain(
        Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> test)
        throws Throwable {
      try {
        invocation.proceed();
      } catch (Exception | AssertionError failure) {
        if (failure instanceof TestAbortedException || expectedFailure().isPresent()) {
          throw failure;
        }
        ClientResults.triedAgain(client.name(), feature.value(), runtime.name(), failure);
        ReflectionSupport.invokeMethod(
            test.getExecutable(), test.getTarget().orElseThrow(), test.getArguments().toArray());
      }
    }

    private Optional<String> expectedFailure() {
      return Stream.of(feature.except())
          .filter(text -> text.startsWith(runtime.name() + ": "))
          .map(text -> text.substring(runtime.name().length() + 2))
          .findFirst();
    }

    private void note(String result) {
      ClientResults.record(
          client.name(), List.of(client.version()), feature.value(), runtime.name(), result);
    }
  }
}
