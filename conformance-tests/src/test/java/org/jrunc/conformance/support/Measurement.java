package org.jrunc.conformance.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Coverage.Result;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * A test that covers properties, and how it is run again with the references.
 *
 * @param method the test
 * @param target the object it is a method of
 * @param arguments what it was called with
 */
record Measurement(Method method, Object target, List<Object> arguments) {
  private static volatile boolean underWay;
  private static volatile boolean refused;

  /** Whether a reference is being measured, so that tests about jrunc alone go on with it. */
  static boolean isUnderWay() {
    return underWay;
  }

  /** Notes how the last {@code create} or {@code run} ended. */
  static void created(Outcome outcome) {
    refused = outcome.exit() != 0;
  }

  /** Records the result of the runtime under test, then those of the references. */
  void record(ExtensionContext context, OciRuntime runtime) {
    var covers = covers();
    if (covers.isEmpty()) {
      return;
    }
    var failure = context.getExecutionException().orElse(null);
    note(covers, runtime, failure == null ? Result.WORKS : result(failure), failure);
    if (failure == null && Coverage.measuresReferences()) {
      for (var reference : List.of(OciRuntime.runc(), OciRuntime.crun())) {
        var trouble =
            arguments.stream().anyMatch(OciRuntime.class::isInstance)
                ? run(reference)
                : new TestAbortedException("the test is about jrunc alone");
        note(covers, reference, trouble == null ? Result.WORKS : result(trouble), trouble);
      }
    }
  }

  private List<Covers> covers() {
    var found = new ArrayList<Covers>();
    AnnotationSupport.findAnnotation(method, Covers.class).ifPresent(found::add);
    AnnotationSupport.findAnnotation(target.getClass(), Covers.class).ifPresent(found::add);
    return found;
  }

  private void note(
      List<Covers> all, OciRuntime runtime, Result result, @Nullable Throwable trouble) {
    var skipped =
        trouble instanceof TestAbortedException ? String.valueOf(trouble.getMessage()) : "";
    for (var covers : all) {
      var pointers = List.of(covers.value()).stream().map(this::filledIn).toList();
      var note = skipped.isEmpty() ? covers.instead() : skipped;
      var test = target.getClass().getSimpleName() + "." + method.getName();
      Coverage.record(pointers, test, runtime.name(), result, note);
    }
  }

  private String filledIn(String pointer) {
    var text = pointer;
    for (var i = 0; i < arguments.size(); i++) {
      text = text.replace("{" + i + "}", arguments.get(i).toString());
    }
    return text;
  }

  private static Result result(Throwable failure) {
    if (failure instanceof TestAbortedException) {
      return Result.UNKNOWN;
    }
    return refused ? Result.REFUSED : Result.DIFFERS;
  }

  /** Runs the test with a reference; why it failed, or null. */
  private @Nullable Throwable run(OciRuntime reference) {
    var bundles = new ArrayList<Bundle>();
    var replaced = new ArrayList<>(arguments);
    replaced.replaceAll(argument -> replacement(argument, reference, bundles));
    underWay = true;
    refused = false;
    try {
      method.setAccessible(true);
      method.invoke(target, replaced.toArray());
      return null;
    } catch (InvocationTargetException failure) {
      return failure.getCause();
    } catch (IllegalAccessException failure) {
      throw new IllegalStateException(failure);
    } finally {
      underWay = false;
      for (var bundle : bundles) {
        bundle.container(reference).close();
        Cgroups.removeTree(bundle.cgroup());
        bundle.remove();
      }
    }
  }

  private static Object replacement(Object argument, OciRuntime reference, List<Bundle> bundles) {
    if (argument instanceof Bundle) {
      var bundle = Bundle.create();
      bundles.add(bundle);
      return bundle;
    }
    return argument instanceof OciRuntime ? reference : argument;
  }
}
