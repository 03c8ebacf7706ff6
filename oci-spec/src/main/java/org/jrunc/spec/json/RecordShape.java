package org.jrunc.spec.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the reader and the writer know about one record class: its components by JSON name.
 *
 * <p>Plain core reflection, looked at once per class: method handles and generated code would be
 * faster after thousands of documents, and cost tens of milliseconds before the first.
 */
final class RecordShape {
  private static final Map<Class<?>, RecordShape> SHAPES = new ConcurrentHashMap<>();

  private final List<Component> components = new ArrayList<>();
  private final Map<String, Component> byName = new HashMap<>();
  private final @Nullable Object[] blank;
  private final Constructor<?> constructor;

  /** One component: its place in the constructor, its names, its type and its accessor. */
  record Component(
      int index, String name, String jsonName, boolean always, Slot slot, Method accessor) {}

  private RecordShape(Class<?> type) {
    var declared = type.getRecordComponents();
    var types = new Class<?>[declared.length];
    blank = new Object[declared.length];
    for (var index = 0; index < declared.length; index++) {
      var component = declared[index];
      var renamed = component.getAnnotation(JsonName.class);
      var jsonName = renamed == null ? component.getName() : renamed.value();
      var slot = Slot.of(component.getGenericType());
      var always = component.isAnnotationPresent(JsonAlways.class);
      var accessor = component.getAccessor();
      var shape = new Component(index, component.getName(), jsonName, always, slot, accessor);
      types[index] = component.getType();
      blank[index] = slot.blank();
      components.add(shape);
      byName.put(jsonName, shape);
    }
    try {
      constructor = type.getDeclaredConstructor(types);
      // For records that are not public; does nothing where the package is not open to us.
      var _ = constructor.trySetAccessible();
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  static RecordShape of(Class<?> type) {
    var known = SHAPES.get(type);
    if (known != null) {
      return known;
    }
    var made = new RecordShape(type);
    SHAPES.put(type, made);
    return made;
  }

  List<Component> components() {
    return components;
  }

  @Nullable Component component(String jsonName) {
    return byName.get(jsonName);
  }

  /** Returns constructor arguments for a document that says nothing. */
  @Nullable Object[] blank() {
    return blank.clone();
  }

  /** Makes a record; what its constructor throws comes out unwrapped. */
  Object construct(@Nullable Object[] arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof FieldException problem) {
        throw new FieldException(jsonName(problem.component()), problem.problem());
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private String jsonName(String component) {
    for (var candidate : components) {
      if (candidate.name().equals(component)) {
        return candidate.jsonName();
      }
    }
    return component;
  }

  static @Nullable Object get(Record record, Component component) {
    try {
      return component.accessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
