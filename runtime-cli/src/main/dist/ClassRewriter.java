import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Copies a jar, giving its classes the current class file version with stack maps. The AOT cache
 * refuses classes that only the old verifier can check, that is all before Java 6, and every class
 * that it refuses is parsed and verified anew at each start. Native libraries of other platforms
 * are left out.
 */
final class ClassRewriter {
  private static final int OLDEST_CACHED = ClassFile.JAVA_6_VERSION;

  private final JarFile source;
  private final ClassFile classFile;

  private ClassRewriter(JarFile source) {
    this.source = source;
    var resolver =
        ClassHierarchyResolver.ofResourceParsing(
                name -> {
                  var entry = source.getEntry(internalName(name) + ".class");
                  try {
                    return entry == null ? null : source.getInputStream(entry);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                })
            .orElse(ClassHierarchyResolver.defaultResolver());
    this.classFile =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassFile.ClassHierarchyResolverOption.of(resolver));
  }

  private static String internalName(java.lang.constant.ClassDesc name) {
    var descriptor = name.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1);
  }

  /** Writes the copy and returns the number of classes that were rewritten. */
  static int copy(Path from, Path to) throws IOException {
    try (var jar = new JarFile(from.toFile());
        var out = new JarOutputStream(Files.newOutputStream(to))) {
      out.setLevel(1);
      var rewriter = new ClassRewriter(jar);
      var rewritten = 0;
      for (var entry : jar.stream().filter(ClassRewriter::isWanted).toList()) {
        var bytes = jar.getInputStream(entry).readAllBytes();
        if (isOldClass(entry.getName(), bytes)) {
          bytes = rewriter.rewrite(bytes);
          rewritten++;
        }
        var copy = new JarEntry(entry.getName());
        copy.setTime(0);
        out.putNextEntry(copy);
        out.write(bytes);
      }
      return rewritten;
    }
  }

  private static boolean isWanted(JarEntry entry) {
    var name = entry.getName();
    return !entry.isDirectory()
        && !name.matches(".*libjnidispatch\\.(so|a|jnilib)|.*jnidispatch\\.dll");
  }

  private static boolean isOldClass(String name, byte[] bytes) {
    var major =
        name.endsWith(".class") ? (bytes[6] & 0xff) << 8 | bytes[7] & 0xff : Integer.MAX_VALUE;
    return major < OLDEST_CACHED;
  }

  private byte[] rewrite(byte[] bytes) {
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.latestMajorVersion(), 0);
          } else {
            builder.with(element);
          }
        };
    var bodies = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
    return classFile.transformClass(classFile.parse(bytes), bodies.andThen(version));
  }
}
