package dev.trainyard;

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
import java.nio.file.Files;
import java.nio.file.Path;

@AnalyzeClasses(packages = "dev.trainyard", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theEngineKnowsNoFramework =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.trainyard.market..",
              "dev.trainyard.strategy..",
              "dev.trainyard.backtest..",
              "dev.trainyard.optimize..",
              "dev.trainyard.validation..",
              "dev.trainyard.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "org.apache.camel..",
              "java.sql..",
              "javax.sql..",
              "org.postgresql..",
              "io.lettuce..",
              "redis..");

  @ArchTest
  static final ArchRule theEngineKnowsNothingAroundIt =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.trainyard.market..",
              "dev.trainyard.strategy..",
              "dev.trainyard.backtest..",
              "dev.trainyard.optimize..",
              "dev.trainyard.validation..",
              "dev.trainyard.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.trainyard.marketdata..",
              "dev.trainyard.job..",
              "dev.trainyard.queue..",
              "dev.trainyard.pipeline..",
              "dev.trainyard.api..");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("dev.trainyard.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule jobsKnowNeitherHttpNorRoutes =
      noClasses()
          .that()
          .resideInAPackage("dev.trainyard.job..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.camel..",
              "org.springframework.web..",
              "org.springframework.data.redis..");

  @ArchTest
  static final ArchRule everyPackageSaysWhatLivesThere =
      classes().should(beInAPackageWithPackageInfo());

  private static ArchCondition<JavaClass> beInAPackageWithPackageInfo() {
    return new ArchCondition<>("be in a package with a package-info.java") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        String name = item.getPackageName().replace('.', '/') + "/package-info.java";
        boolean described =
            item.getPackageName().equals("dev.trainyard")
                || Files.exists(Path.of("src/main/java", name));
        events.add(new SimpleConditionEvent(item, described, item.getPackageName() + " has none"));
      }
    };
  }
}
