import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_Short;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the one structure that JNA needs before its first call, its description of types to libffi,
 * plain access to its four fields. JNA finds them by an annotation and by reflection, for which the
 * JDK spins two proxies and six method handle forms in every process: 20 of the 100 milliseconds
 * that a cold command takes. Behaviour stays the same.
 */
final class JnaRewriter implements ClassTransform {
  private static final ClassDesc STRUCTURE = ClassDesc.of("com.sun.jna.Structure");
  private static final ClassDesc OWNER = STRUCTURE.nested("FFIType");
  private static final ClassDesc LOGGER = ClassDesc.of("java.util.logging.Logger");
  private static final ClassDesc FIELD = ClassDesc.of("java.lang.reflect.Field");
  private static final MethodTypeDesc GET = MethodTypeDesc.of(CD_Object, FIELD);
  private static final String ACCESSING = "initializeFields|setFieldValue|<clinit>";
  private static final MethodTypeDesc ASSIGN =
      MethodTypeDesc.of(CD_void, FIELD, CD_Object, CD_Object);

  private final Map<String, ClassDesc> fields = new LinkedHashMap<>();

  JnaRewriter() {
    fields.put("size", OWNER.nested("size_t"));
    fields.put("alignment", CD_short);
    fields.put("type", CD_short);
    fields.put("elements", ClassDesc.of("com.sun.jna.Pointer"));
  }

  /** What is to be done with the class of this file, if anything. */
  static Optional<ClassTransform> of(String file) {
    if (!file.startsWith("com/sun/jna/")) {
      return Optional.empty();
    }
    return switch (file.substring("com/sun/jna/".length())) {
      case "Structure$FFIType.class" -> Optional.of(new JnaRewriter());
      case "Structure.class" ->
          Optional.of(
              ClassTransform.transformingMethodBodies(
                  method -> method.methodName().stringValue().matches(ACCESSING),
                  JnaRewriter::accessByMethod));
      default ->
          Optional.of(ClassTransform.transformingMethodBodies(JnaRewriter::withoutLogManager));
    };
  }

  private static String called(CodeElement element) {
    return element instanceof InvokeInstruction call
        ? call.owner().asInternalName() + "." + call.name().stringValue()
        : "";
  }

  // By name a logger would set up logging and open the image; the global one is just there.
  private static void withoutLogManager(CodeBuilder code, CodeElement element) {
    if (called(element).equals("java/util/logging/Logger.getLogger")) {
      code.pop().getstatic(LOGGER, "global", LOGGER);
    } else {
      code.with(element);
    }
  }

  // field.get(this) becomes this.getFieldValue(field), as everywhere else in the class.
  private static void accessByMethod(CodeBuilder code, CodeElement element) {
    switch (called(element)) {
      case "java/lang/reflect/Field.get" ->
          code.swap().invokevirtual(STRUCTURE, "getFieldValue", GET);
      case "java/lang/reflect/Field.set" -> code.invokestatic(OWNER, "assign", ASSIGN);
      default -> withoutLogManager(code, element);
    }
  }

  @Override
  public void accept(ClassBuilder builder, ClassElement element) {
    builder.with(element);
  }

  @Override
  public void atEnd(ClassBuilder builder) {
    var order = MethodTypeDesc.of(ConstantDescs.CD_List);
    builder.withMethodBody("getFieldOrder", order, ClassFile.ACC_PROTECTED, this::order);
    builder.withMethodBody("getFieldValue", GET, 0, this::get);
    builder.withMethodBody("assign", ASSIGN, ClassFile.ACC_STATIC, this::assign);
  }

  private void order(CodeBuilder code) {
    fields.keySet().forEach(code::loadConstant);
    var taken = fields.keySet().stream().map(name -> CD_Object).toList();
    var of = MethodTypeDesc.of(ConstantDescs.CD_List, taken);
    code.invokestatic(ConstantDescs.CD_List, "of", of, true).areturn();
  }

  private void get(CodeBuilder code) {
    fields.forEach(
        (name, type) -> {
          var next = code.newLabel();
          code.aload(1).invokevirtual(FIELD, "getName", MethodTypeDesc.of(CD_String));
          isEqual(code, name).ifeq(next).aload(0).getfield(OWNER, name, type);
          if (type.isPrimitive()) {
            code.invokestatic(CD_Short, "valueOf", MethodTypeDesc.of(CD_Short, type));
          }
          code.areturn().labelBinding(next);
        });
    code.aload(0).aload(1).invokespecial(STRUCTURE, "getFieldValue", GET).areturn();
  }

  // field.set(structure, value), without reflection for structures of this class
  private void assign(CodeBuilder code) {
    var other = code.newLabel();
    code.aload(1).instanceOf(OWNER).ifeq(other);
    fields.forEach(
        (name, type) -> {
          var next = code.newLabel();
          code.aload(0).invokevirtual(FIELD, "getName", MethodTypeDesc.of(CD_String));
          isEqual(code, name).ifeq(next).aload(1).checkcast(OWNER).aload(2);
          if (type.isPrimitive()) {
            code.checkcast(CD_Short);
            code.invokevirtual(CD_Short, "shortValue", MethodTypeDesc.of(CD_short));
          } else {
            code.checkcast(type);
          }
          code.putfield(OWNER, name, type).return_().labelBinding(next);
        });
    code.labelBinding(other).aload(0).aload(1).aload(2);
    code.invokevirtual(FIELD, "set", MethodTypeDesc.of(CD_void, CD_Object, CD_Object)).return_();
  }

  private static CodeBuilder isEqual(CodeBuilder code, String name) {
    return code.loadConstant(name)
        .invokevirtual(CD_String, "equals", MethodTypeDesc.of(CD_boolean, CD_Object));
  }
}
