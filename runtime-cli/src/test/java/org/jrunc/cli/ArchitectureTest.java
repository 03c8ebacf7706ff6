package org.jrunc.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The command line words things; it neither calls the kernel nor parses JSON itself. */
class ArchitectureTest {
  @Test
  void commandsLeaveTheKernelAndJsonToTheLibraries() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.sun.jna..", "tools.jackson..", "com.fasterxml.jackson..")
        .check(new ClassFileImporter().importPath(Path.of("target/classes")));
  }
}
