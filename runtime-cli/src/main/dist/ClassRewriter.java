import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Copies jars in a form that the AOT cache can hold. It refuses classes that only the old verifier
 * can check, that is all before Java 6: they get the current class file version and stack maps.
 * What it cannot keep of newer classes, {@link BootstrapRewriter} writes out; what costs a cold
 * start much, {@link JnaRewriter} and {@link JacksonRewriter}. Native libraries of JNA are left
 * out.
 */
final class ClassRewriter implements AutoCloseable {
  private static final int OLDEST_CACHED = ClassFile.JAVA_6_VERSION;
  private static final String NATIVE = ".*libjnidispatch\\.(so|a|jnilib)|.*jnidispatch\\.dll";

  private final List<JarFile> jars = new ArrayList<>();
  private final ClassFile classFile;

  /** A rewriter of classes that may refer to each other. */
  ClassRewriter(List<Path> jars) throws IOException {
    for (var jar : jars) {
      this.jars.add(new JarFile(jar.toFile()));
    }
    var resolver =
        ClassHierarchyResolver.ofResourceParsing(this::open)
            .orElse(ClassHierarchyResolver.defaultResolver())
            .cached();
    this.classFile =
        ClassFile.of(
            ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassFile.ClassHierarchyResolverOption.of(resolver));
  }

  private InputStream open(ClassDesc name) {
    var descriptor = name.descriptorString();
    var file = descriptor.substring(1, descriptor.length() - 1) + ".class";
    try {
      for (var jar : jars) {
        var entry = jar.getEntry(file);
        if (entry != null) {
          return jar.getInputStream(entry);
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a copy of each jar into the directory. */
  void copyAll(Path directory) throws IOException {
    for (var jar : jars) {
      var to = directory.resolve(Path.of(jar.getName()).getFileName());
      try (var out = new JarOutputStream(Files.newOutputStream(to))) {
        out.setLevel(1);
        for (var entry : jar.stream().filter(ClassRewriter::isWanted).toList()) {
          var copy = new JarEntry(entry.getName());
          copy.setTime(0);
          out.putNextEntry(copy);
          out.write(rewritten(entry.getName(), jar.getInputStream(entry).readAllBytes()));
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (var jar : jars) {
      jar.close();
    }
  }

  private static boolean isWanted(JarEntry entry) {
    return !entry.isDirectory() && !entry.getName().matches(NATIVE);
  }

  private byte[] rewritten(String name, byte[] bytes) {
    if (name.endsWith("module-info.class")) {
      return withoutDesktop(bytes);
    }
    if (!name.endsWith(".class")) {
      return bytes;
    }
    var model = classFile.parse(bytes);
    var known = JnaRewriter.of(name).or(() -> JacksonRewriter.of(name));
    if (known.isPresent()) {
      return classFile.transformClass(model, known.get());
    }
    if (model.majorVersion() < OLDEST_CACHED) {
      return classFile.transformClass(model, renewing());
    }
    return leavesWorkToBootstraps(model)
        ? classFile.transformClass(
            model,
            new BootstrapRewriter(
                model.thisClass().asSymbol(),
                model.flags().has(java.lang.reflect.AccessFlag.INTERFACE)))
        : bytes;
  }

  // JNA wants java.desktop for window handles alone, 25 MB for nothing in a runtime.
  private byte[] withoutDesktop(byte[] bytes) {
    return classFile.transformClass(
        classFile.parse(bytes),
        (builder, element) -> {
          if (element instanceof ModuleAttribute module) {
            var kept =
                module.requires().stream()
                    .filter(required -> !required.requires().name().equalsString("java.desktop"))
                    .toList();
            builder.with(
                ModuleAttribute.of(
                    module.moduleName(),
                    module.moduleFlagsMask(),
                    module.moduleVersion().orElse(null),
                    kept,
                    module.exports(),
                    module.opens(),
                    module.uses(),
                    module.provides()));
          } else {
            builder.with(element);
          }
        });
  }

  private static boolean leavesWorkToBootstraps(ClassModel model) {
    return model.methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .anyMatch(i -> i instanceof InvokeDynamicInstruction d && BootstrapRewriter.isKnown(d));
  }

  private static ClassTransform renewing() {
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.latestMajorVersion(), 0);
          } else {
            builder.with(element);
          }
        };
    return ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen(version);
  }
}
