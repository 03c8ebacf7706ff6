package org.jrunc.conformance.clients.cri;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads the messages of a {@code .proto} file when the tests run, so that nothing is generated when
 * they are built. Knows messages, enumerations, repeated fields and maps, and no nesting.
 */
final class ProtoFile {
  private static final Pattern COMMENT = Pattern.compile("//[^\n]*");
  private static final Pattern BLOCK =
      Pattern.compile("(?<kind>message|enum)\\s+(?<name>\\w+)\\s*\\{(?<body>[^}]*)}");
  private static final Pattern CONSTANT = Pattern.compile("(?<name>\\w+)\\s*=\\s*(?<number>\\d+);");
  private static final Pattern FIELD =
      Pattern.compile(
          "(?:map<string, (?<value>\\w+)>|(?<repeated>repeated\\s+)?(?<type>\\w+))"
              + "\\s+(?<name>\\w+)\\s*=\\s*(?<number>\\d+);");
  private static final Set<String> SCALARS =
      Set.of("string", "bytes", "bool", "int32", "uint32", "int64", "uint64");

  private final FileDescriptor file;

  /** Reads the text of a file. */
  ProtoFile(String text) {
    var description = FileDescriptorProto.newBuilder().setSyntax("proto3").setPackage("runtime.v1");
    var code = COMMENT.matcher(text).replaceAll("");
    BLOCK
        .matcher(code)
        .results()
        .forEach(
            block -> {
              if (block.group("kind").equals("enum")) {
                description.addEnumType(enumeration(block));
              } else {
                description.addMessageType(message(block));
              }
            });
    try {
      file = FileDescriptor.buildFrom(description.build(), new FileDescriptor[0]);
    } catch (DescriptorValidationException wrong) {
      throw new IllegalArgumentException(wrong);
    }
  }

  /** The message of that name. */
  Descriptor message(String name) {
    return Objects.requireNonNull(file.findMessageTypeByName(name), name);
  }

  private static EnumDescriptorProto enumeration(MatchResult block) {
    var result = EnumDescriptorProto.newBuilder().setName(block.group("name"));
    CONSTANT
        .matcher(block.group("body"))
        .results()
        .forEach(
            constant ->
                result
                    .addValueBuilder()
                    .setName(constant.group("name"))
                    .setNumber(Integer.parseInt(constant.group("number"))));
    return result.build();
  }

  private static DescriptorProto message(MatchResult block) {
    var result = DescriptorProto.newBuilder().setName(block.group("name"));
    FIELD.matcher(block.group("body")).results().forEach(field -> addField(result, field));
    return result.build();
  }

  private static void addField(DescriptorProto.Builder message, MatchResult field) {
    var name = field.group("name");
    var number = Integer.parseInt(field.group("number"));
    if (field.group("value") == null) {
      message.addField(field(name, number, field.group("type"), field.group("repeated") != null));
      return;
    }
    // A map is a repeated message of two fields.
    var entry = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "Entry";
    message.addField(field(name, number, message.getName() + "." + entry, true));
    message
        .addNestedTypeBuilder()
        .setName(entry)
        .setOptions(MessageOptions.newBuilder().setMapEntry(true))
        .addField(field("key", 1, "string", false))
        .addField(field("value", 2, field.group("value"), false));
  }

  private static FieldDescriptorProto field(
      String name, int number, String type, boolean isRepeated) {
    var result =
        FieldDescriptorProto.newBuilder()
            .setName(name)
            .setNumber(number)
            .setLabel(isRepeated ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
    // Whether a name is a message's or an enumeration's is found out when all of them are known.
    return SCALARS.contains(type)
        ? result
            .setType(FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)))
            .build()
        : result.setTypeName(type).build();
  }
}
