import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes out what javac leaves to a bootstrap method of {@code java.lang.runtime}: switches over
 * types, and equals and hashCode of records. The AOT cache keeps the classes that such bootstraps
 * spin for lambdas and string concatenation, but not for these, so that each would be made anew in
 * every process, at some milliseconds each.
 */
final class BootstrapRewriter implements ClassTransform {
  private static final int FLAGS =
      ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

  private final ClassDesc owner;
  private final boolean isInterface;
  private final Map<String, InvokeDynamicInstruction> written = new LinkedHashMap<>();

  BootstrapRewriter(ClassDesc owner, boolean isInterface) {
    this.owner = owner;
    this.isInterface = isInterface;
  }

  @Override
  public void accept(ClassBuilder builder, ClassElement element) {
    if (element instanceof MethodModel method) {
      builder.transformMethod(
          method,
          MethodTransform.transformingCode(
              (code, instruction) -> {
                if (instruction instanceof InvokeDynamicInstruction dynamic && isKnown(dynamic)) {
                  callWritten(code, dynamic);
                } else {
                  code.with(instruction);
                }
              }));
    } else {
      builder.with(element);
    }
  }

  @Override
  public void atEnd(ClassBuilder builder) {
    written.forEach(
        (name, dynamic) ->
            builder.withMethodBody(name, dynamic.typeSymbol(), FLAGS, body(dynamic)));
  }

  /** Whether the instruction is one that {@link #body} can write out. */
  static boolean isKnown(InvokeDynamicInstruction dynamic) {
    var bootstrap = dynamic.bootstrapMethod();
    return switch (bootstrap.owner().displayName() + "." + bootstrap.methodName()) {
      case "SwitchBootstraps.typeSwitch" ->
          !dynamic.typeSymbol().parameterType(0).isPrimitive()
              && dynamic.bootstrapArgs().stream()
                  .allMatch(label -> label instanceof ClassDesc || label instanceof String);
      case "ObjectMethods.bootstrap" -> !dynamic.name().equalsString("toString");
      default -> false;
    };
  }

  private void callWritten(CodeBuilder code, InvokeDynamicInstruction dynamic) {
    var name = dynamic.name().stringValue() + "$written$" + written.size();
    written.put(name, dynamic);
    code.invokestatic(owner, name, dynamic.typeSymbol(), isInterface);
  }

  private static Consumer<CodeBuilder> body(InvokeDynamicInstruction dynamic) {
    return switch (dynamic.name().stringValue()) {
      case "typeSwitch" -> code -> typeSwitch(code, dynamic.bootstrapArgs());
      case "hashCode" -> code -> hashCode(code, components(dynamic));
      default -> code -> equals(code, dynamic.typeSymbol().parameterType(0), components(dynamic));
    };
  }

  private static List<DirectMethodHandleDesc> components(InvokeDynamicInstruction dynamic) {
    return dynamic.bootstrapArgs().stream()
        .filter(DirectMethodHandleDesc.class::isInstance)
        .map(DirectMethodHandleDesc.class::cast)
        .toList();
  }

  // As SwitchBootstraps.typeSwitch: the index of the first label, not before `restart`, that fits.
  private static void typeSwitch(CodeBuilder code, List<ConstantDesc> labels) {
    code.aload(0).ifThen(java.lang.classfile.Opcode.IFNULL, isNull -> isNull.iconst_m1().ireturn());
    for (var i = 0; i < labels.size(); i++) {
      var next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      if (labels.get(i) instanceof ClassDesc type) {
        code.aload(0).instanceOf(type);
      } else {
        code.loadConstant(labels.get(i)).aload(0);
        code.invokevirtual(CD_Object, "equals", MethodTypeDesc.of(CD_boolean, CD_Object));
      }
      code.ifeq(next).loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(labels.size()).ireturn();
  }

  // As ObjectMethods: 31 times what there is, plus the next, in the order of the components.
  private static void hashCode(CodeBuilder code, List<DirectMethodHandleDesc> components) {
    code.iconst_0();
    for (var component : components) {
      var type = component.invocationType().returnType();
      code.bipush(31).imul().aload(0);
      code.getfield(component.owner(), component.methodName(), type);
      var taker = type.isPrimitive() ? box(type) : OBJECTS;
      var taken = type.isPrimitive() ? type : CD_Object;
      code.invokestatic(taker, "hashCode", MethodTypeDesc.of(CD_int, taken)).iadd();
    }
    code.ireturn();
  }

  private static void equals(
      CodeBuilder code, ClassDesc record, List<DirectMethodHandleDesc> components) {
    var differ = code.newLabel();
    code.aload(1).instanceOf(record).ifeq(differ).aload(1).checkcast(record).astore(2);
    for (var component : components) {
      var type = component.invocationType().returnType();
      code.aload(0).getfield(component.owner(), component.methodName(), type);
      code.aload(2).getfield(component.owner(), component.methodName(), type);
      if (type.isPrimitive()) {
        code.invokestatic(box(type), "compare", MethodTypeDesc.of(CD_int, type, type)).ifne(differ);
      } else {
        var takes = MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object);
        code.invokestatic(OBJECTS, "equals", takes).ifeq(differ);
      }
    }
    code.iconst_1().ireturn().labelBinding(differ).iconst_0().ireturn();
  }

  private static ClassDesc box(ClassDesc primitive) {
    return switch (TypeKind.from(primitive)) {
      case BOOLEAN -> ClassDesc.of("java.lang.Boolean");
      case BYTE -> ClassDesc.of("java.lang.Byte");
      case CHAR -> ClassDesc.of("java.lang.Character");
      case SHORT -> ClassDesc.of("java.lang.Short");
      case INT -> ClassDesc.of("java.lang.Integer");
      case LONG -> ClassDesc.of("java.lang.Long");
      case FLOAT -> ClassDesc.of("java.lang.Float");
      case DOUBLE -> ClassDesc.of("java.lang.Double");
      default -> throw new IllegalArgumentException(primitive.descriptorString());
    };
  }
}
