package io.understudy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms: they point inward only, adapters to ports to values. */
final class TheHouseTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .withImportOption(location -> !location.contains("application-master"))
            .importPackages("io.understudy");

    private static final String[] VALUES = {"io.understudy.fencing", "io.understudy.session", "io.understudy.ha.role"};

    private static final String[] LEADERSHIP = {
        "io.understudy.ha.role..", "io.understudy.ha.node..", "io.understudy.ha.election..",
    };

    @Test
    void valuesKnowNoTechnology() {
        noClasses()
                .that()
                .resideInAnyPackage(VALUES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.zookeeper..",
                        "org.apache.hadoop..",
                        "org.eclipse.jetty..",
                        "com.fasterxml..",
                        "org.slf4j..",
                        "java.util.concurrent..")
                .check(HOUSE);
    }

    @Test
    void zooKeeperStaysInItsAdapters() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..zookeeper..", "io.understudy.ha.election..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.zookeeper..")
                .check(HOUSE);
    }

    @Test
    void hadoopStaysInItsAdaptersAndInConfiguration() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.understudy.session.yarn..",
                        "io.understudy.session.config..",
                        "io.understudy.session.standalone",
                        "io.understudy.ha",
                        "io.understudy.ha.election..",
                        "io.understudy.ha.admin..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.hadoop..")
                .check(HOUSE);
    }

    @Test
    void jettyStaysAtTheFront() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..http..", "..ui..", "io.understudy.ha.gateway..", "io.understudy.ha.admin..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.jetty..")
                .check(HOUSE);
    }

    /** Parts count and publish; what becomes a meter is decided in one place. */
    @Test
    void micrometerStaysInTheMetrics() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.understudy.ha.metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.prometheus..")
                .check(HOUSE);
    }

    @Test
    void oneCorridor() {
        noClasses()
                .that()
                .resideInAPackage("io.understudy.fencing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.understudy.session..", "io.understudy.ha..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("io.understudy.session..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.understudy.ha..")
                .check(HOUSE);
    }

    @Test
    void onlyTheMainKnowsServiceAndLeadership() {
        noClasses()
                .that()
                .resideInAPackage("io.understudy.ha.(**)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.understudy.session",
                        "io.understudy.session.service..",
                        "io.understudy.session.store..",
                        "io.understudy.session.http..",
                        "io.understudy.session.yarn..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage("io.understudy.ha.launcher..", "io.understudy.ha.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LEADERSHIP)
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void portsDoNotKnowTheirAdapters() {
        noClasses()
                .that()
                .resideInAPackage("io.understudy.session.service..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.understudy.session.store..",
                        "io.understudy.session.yarn..",
                        "io.understudy.session.http..",
                        "io.understudy.session.ui..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("io.understudy.ha.node")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.understudy.ha.election..", "io.understudy.ha.gateway..", "io.understudy.ha.admin..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage(VALUES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.understudy.fencing.zookeeper..",
                        "io.understudy.session.(**)",
                        "io.understudy.ha.node..",
                        "io.understudy.ha.election..")
                .check(HOUSE);
    }

    @Test
    void noCycles() {
        slices().matching("io.understudy.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                .check(HOUSE);
    }

    /** The daemon's class path has Jetty 12 alone, but for the one jar without which YarnClient does not link. */
    @Test
    void oneJettyOnTheClassPath() {
        List<String> jetty = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .filter(jar -> jar.startsWith("jetty-") || jar.startsWith("websocket-"))
                .filter(jar -> !jar.matches("jetty-[a-z-]+-12\\..*"))
                .toList();
        assertThat(jetty).hasSize(1).allMatch(jar -> jar.startsWith("websocket-api-9.4."));
    }
}
