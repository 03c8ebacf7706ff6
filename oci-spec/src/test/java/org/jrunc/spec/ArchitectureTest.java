package org.jrunc.spec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jrunc.spec.check.SchemaValidator;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses SPEC =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.jrunc.spec");

  @Test
  void onlyTheSchemaValidatorUsesDatabindAndTheSchemaLibrary() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(SchemaValidator.class.getName())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson.databind..", "com.networknt..")
        .check(SPEC);
  }

  @Test
  void onlyTheReaderUsesJackson() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.jrunc.spec.json", "org.jrunc.spec.check")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(SPEC);
  }

  @Test
  void theReaderKnowsNoDocument() {
    noClasses()
        .that()
        .resideInAPackage("org.jrunc.spec.json")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..", "org.jrunc.spec.json", "org.jspecify..", "tools.jackson.core..")
        .check(SPEC);
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("org.jrunc.(**)").should().beFreeOfCycles().check(SPEC);
  }
}
