package dev.trainyard.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkippedTestsTest {
  @TempDir private Path directory;

  @Test
  void aDisabledTestIsWrittenDownWithItsReason() throws Exception {
    assertThat(skippedIn(OneDisabled.class))
        .singleElement()
        .asString()
        .contains("OneDisabled", "later()")
        .endsWith("not yet");
  }

  @Test
  void aDisabledClassIsWrittenDown() throws Exception {
    assertThat(skippedIn(AllDisabled.class)).singleElement().asString().contains("AllDisabled");
  }

  @Test
  void aTestThatAnAssumptionEndsIsWrittenDownWhereverTheAssumptionStands() throws Exception {
    assertThat(skippedIn(OneAssumed.class)).singleElement().asString().contains("only here");
    assertThat(skippedIn(AllAssumed.class)).singleElement().asString().contains("AllAssumed");
  }

  @Test
  void aTestThatRunsAndOneThatATagExcludesAreNot() throws Exception {
    assertThat(skippedIn(Ran.class)).isEmpty();
  }

  private List<String> skippedIn(Class<?> tests) throws IOException {
    Path list = directory.resolve(tests.getSimpleName()).resolve("skipped.txt");
    LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestExecutionListeners(new SkippedTests(list))
                .build())
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .filters(TagFilter.excludeTags("elsewhere"))
                .build());
    return Files.exists(list) ? Files.readAllLines(list) : List.of();
  }

  static class OneDisabled {
    @Test
    void now() {}

    @Test
    @Disabled("not yet")
    void later() {}
  }

  @Disabled
  static class AllDisabled {
    @Test
    void later() {}
  }

  static class OneAssumed {
    @ParameterizedTest
    @ValueSource(strings = {"here", "there"})
    void somewhere(String place) {
      assumeTrue(place.equals("here"), "only here");
    }
  }

  static class AllAssumed {
    @BeforeAll
    static void nowhere() {
      assumeTrue(false);
    }

    @Test
    void later() {}
  }

  static class Ran {
    @Test
    void now() {}

    @Test
    @Tag("elsewhere")
    void elsewhere() {}
  }
}
