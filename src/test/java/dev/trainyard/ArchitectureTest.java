package dev.trainyard;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.trainyard.job.lifecycle.Transition;
import dev.trainyard.sql.SqlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The fences between the folders: each rule here is a sentence of their {@code package-info}. */
@AnalyzeClasses(packages = "dev.trainyard", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.trainyard";

  /** From candles to a verdict and its report: plain Java. */
  private static final String[] ENGINE = {
    "dev.trainyard.text..",
    "dev.trainyard.market..",
    "dev.trainyard.strategy..",
    "dev.trainyard.backtest..",
    "dev.trainyard.optimize..",
    "dev.trainyard.validation..",
    "dev.trainyard.report.."
  };

  private static final String[] SPRING = {"org.springframework.."};
  private static final String[] CAMEL = {"org.apache.camel.."};
  private static final String[] SQL = {"java.sql..", "javax.sql..", "org.springframework.jdbc.."};
  private static final String[] REDIS = {
    "io.lettuce..", "redis..", "org.springframework.data.redis.."
  };

  @ArchTest
  static final ArchRule foldersFormNoCycle =
      slices().assignedFrom(new Folders()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule firstLevelFormsNoCycle =
      slices().matching("dev.trainyard.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theEngineKnowsNoFramework =
      noClasses()
          .that()
          .resideInAnyPackage(ENGINE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(SPRING)
                  .or(resideInAnyPackage(CAMEL))
                  .or(resideInAnyPackage(SQL))
                  .or(resideInAnyPackage(REDIS))
                  .or(resideInAnyPackage("org.postgresql..")));

  @ArchTest
  static final ArchRule theEngineKnowsNothingAroundIt =
      noClasses()
          .that()
          .resideInAnyPackage(ENGINE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.trainyard..")
                  .and(JavaClass.Predicates.resideOutsideOfPackages(ENGINE)));

  @ArchTest
  static final ArchRule theEngineComputesWithoutJson =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.trainyard.market..",
              "dev.trainyard.strategy",
              "dev.trainyard.strategy.builtin..",
              "dev.trainyard.backtest..",
              "dev.trainyard.optimize..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.fasterxml.jackson.databind..");

  @ArchTest
  static final ArchRule jobsKnowNeitherHttpNorRoutesNorRedis =
      noClasses()
          .that()
          .resideInAnyPackage("dev.trainyard.job..", "dev.trainyard.configuration..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(CAMEL)
                  .or(resideInAnyPackage(REDIS))
                  .or(resideInAnyPackage("org.springframework.web..")));

  @ArchTest
  static final ArchRule theSlotEngineKnowsNoCamel =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.trainyard.queue.slot..",
              "dev.trainyard.queue.redis..",
              "dev.trainyard.queue.repair..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CAMEL);

  @ArchTest
  static final ArchRule nothingKnowsTheHttpApi =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.trainyard.api..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.trainyard.api..");

  /** They answer at once: what starts a framework would take longer than all else that they do. */
  @ArchTest
  static final ArchRule commandsThatAskAServiceKnowNoFramework =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.trainyard.cli.client..",
              "dev.trainyard.cli.command..",
              "dev.trainyard.cli.terminal..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(SPRING)
                  .or(resideInAnyPackage(CAMEL))
                  .or(resideInAnyPackage(SQL))
                  .or(resideInAnyPackage("org.slf4j..", "java.net.http..")));

  @ArchTest
  static final ArchRule sqlStaysWithTheStores =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.trainyard.sql..",
              "dev.trainyard.access..",
              "dev.trainyard.callback..",
              "dev.trainyard.job..",
              "dev.trainyard.cache..",
              "dev.trainyard.retention..",
              "dev.trainyard.configuration..",
              "dev.trainyard.marketdata..",
              "dev.trainyard.schedule",
              "dev.trainyard.exchange..",
              "dev.trainyard.fetch..",
              "dev.trainyard.forward..",
              "dev.trainyard.queue.repair..",
              "dev.trainyard.route.reload..",
              // Camel's component asks it how to prepare the statements of the routes
              "dev.trainyard.route",
              "dev.trainyard.servers..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(SQL)
                  .and(not(assignableTo(DataSource.class)))
                  .and(not(assignableTo(SQLException.class)))
                  .or(type(SqlFile.class)));

  /** The routes get the two texts that they run from a store, by its name. */
  @ArchTest
  static final ArchRule transitionsAreMadeByTheStoresOfJobs =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.trainyard.job..")
          .should()
          .dependOnClassesThat(type(Transition.class));

  @ArchTest
  static final ArchRule whatTheVerdictDoesNotReadIsUsedByTheValidatorAlone =
      classes()
          .that()
          .resideInAPackage("dev.trainyard.validation.risk..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage(
              "dev.trainyard.validation",
              "dev.trainyard.validation.risk..",
              "dev.trainyard.report..",
              "dev.trainyard.pipeline..");

  @ArchTest
  static final ArchRule listsAreAnsweredByTheApiAlone =
      classes()
          .that()
          .resideInAPackage("dev.trainyard.api.page..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage("dev.trainyard.api..");

  @ArchTest
  static final ArchRule everyPackageSaysWhatLivesThere =
      classes().should(beInAPackageWithPackageInfo());

  private static ArchCondition<JavaClass> beInAPackageWithPackageInfo() {
    return new ArchCondition<>("be in a package with a package-info.java") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        String name = item.getPackageName().replace('.', '/') + "/package-info.java";
        boolean described =
            item.getPackageName().equals(ROOT) || Files.exists(Path.of("src/main/java", name));
        events.add(new SimpleConditionEvent(item, described, item.getPackageName() + " has none"));
      }
    };
  }

  /** Each folder for itself, whatever folders are in it. */
  private static final class Folders implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass item) {
      return item.getPackageName().equals(ROOT)
          ? SliceIdentifier.ignore()
          : SliceIdentifier.of(item.getPackageName());
    }

    @Override
    public String getDescription() {
      return "every folder";
    }
  }
}
