package io.understudy.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The instruments look at the product from outside: none of its classes, no library but the JDK and a JSON reader. */
final class InstrumentsTest {

    private static final JavaClasses BENCH = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.understudy.bench");

    @Test
    void theJudgeNeedsTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("io.understudy.bench.history")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations", "io.understudy.bench.history")
                .check(BENCH);
    }

    @Test
    void theLoadNeedsAnHttpClientToo() {
        classes()
                .that()
                .resideInAPackage("io.understudy.bench.load")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify.annotations",
                        "com.fasterxml.jackson..",
                        "org.eclipse.jetty..",
                        "io.understudy.local.daemons",
                        "io.understudy.bench.history",
                        "io.understudy.bench.load")
                .check(BENCH);
    }
}
