package org.jrunc.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rules of the architecture that the module descriptors cannot hold. */
class ArchitectureTest {
  private static final String[] PURE = {
    "org.jrunc.core.abi..",
    "org.jrunc.core.plan..",
    "org.jrunc.core.compile..",
    "org.jrunc.core.program..",
    "org.jrunc.core.security..",
    "org.jrunc.core.device..",
    "org.jrunc.core.cgroup.limit..",
    "org.jrunc.core.cgroup.v1.."
  };
  private static final String[] OPEN_TO_PURE = {
    "java.lang..",
    "java.util..",
    "java.time..",
    "java.math..",
    "java.nio",
    "java.nio.charset..",
    "java.nio.file",
    "java.io",
    "org.jspecify..",
    "org.jrunc.spec..",
    "org.jrunc.core.abi..",
    "org.jrunc.core.failure..",
    "org.jrunc.core.plan..",
    "org.jrunc.core.compile..",
    "org.jrunc.core.program..",
    "org.jrunc.core.security..",
    "org.jrunc.core.device..",
    "org.jrunc.core.cgroup.limit..",
    "org.jrunc.core.cgroup.v1.."
  };

  private static final JavaClasses CORE =
      new ClassFileImporter().importPath(Path.of("target/classes"));

  @Test
  void plansAndProgramsArePure() {
    classes()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(OPEN_TO_PURE)
        .allowEmptyShould(true)
        .check(CORE);
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.nio\\.file\\.Files|java\\.io\\.(File|Random|Console).*")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .check(CORE);
  }

  @Test
  void onlyTheKernelFacadeUsesJna() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.jrunc.core.linux..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.sun.jna..", "org.jrunc.core.linux.binding..")
        .check(CORE);
  }

  @Test
  void onlyTheStateOnDiskUsesJackson() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.jrunc.core.state..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
        .check(CORE);
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("org.jrunc.core.(*)..").should().beFreeOfCycles().check(CORE);
  }
}
