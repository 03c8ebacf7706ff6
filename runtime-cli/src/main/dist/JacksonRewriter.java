import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;

/**
 * Makes Jackson's four decimal constants where they are used, which is when a number of a document
 * is too large. As constants they initialize {@code BigDecimal} in every process that reads JSON,
 * and that multiplies 5 with itself up to 5^65536: 8 of the milliseconds that a cold command takes.
 * Behaviour stays the same.
 */
final class JacksonRewriter {
  private static final String DECIMAL_NAME = "java/math/BigDecimal";
  private static final ClassDesc DECIMAL = ClassDesc.of("java.math.BigDecimal");
  private static final ClassDesc INTEGER = ClassDesc.of("java.math.BigInteger");
  private static final MethodTypeDesc MAKE = MethodTypeDesc.of(ConstantDescs.CD_void, INTEGER);

  private JacksonRewriter() {}

  /** What is to be done with the class of this file, if anything. */
  static Optional<ClassTransform> of(String file) {
    return switch (file) {
      case "tools/jackson/core/base/ParserMinimalBase.class" ->
          Optional.of(
              ClassTransform.transformingMethodBodies(
                      method -> method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME),
                      JacksonRewriter::withoutConstants)
                  .andThen(users()));
      case "tools/jackson/core/base/ParserBase.class" -> Optional.of(users());
      default -> Optional.empty();
    };
  }

  private static ClassTransform users() {
    return ClassTransform.transformingMethodBodies(JacksonRewriter::makeAtUse);
  }

  // BD_X = new BigDecimal(BI_X) loses all but its argument, which is dropped.
  private static void withoutConstants(CodeBuilder code, CodeElement element) {
    switch (element) {
      case NewObjectInstruction made when made.className().asInternalName().equals(DECIMAL_NAME) ->
          code.nop();
      case StackInstruction copied when copied.opcode() == Opcode.DUP -> code.nop();
      case InvokeInstruction call when call.owner().asInternalName().equals(DECIMAL_NAME) ->
          code.nop();
      case FieldInstruction set
          when set.opcode() == Opcode.PUTSTATIC && set.typeSymbol().equals(DECIMAL) ->
          code.pop();
      default -> code.with(element);
    }
  }

  private static void makeAtUse(CodeBuilder code, CodeElement element) {
    if (element instanceof FieldInstruction got
        && got.opcode() == Opcode.GETSTATIC
        && got.typeSymbol().equals(DECIMAL)
        && got.name().stringValue().startsWith("BD_")) {
      var integer = "BI_" + got.name().stringValue().substring("BD_".length());
      code.new_(DECIMAL).dup().getstatic(got.owner().asSymbol(), integer, INTEGER);
      code.invokespecial(DECIMAL, ConstantDescs.INIT_NAME, MAKE);
    } else {
      code.with(element);
    }
  }
}
