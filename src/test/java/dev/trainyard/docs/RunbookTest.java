package dev.trainyard.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each alert has its section of the runbook, and fires when it should. */
class RunbookTest {
  /** Needs promtool; the build leaves it out where there is none. */
  private static final String PROMTOOL = "promtool";

  private static final Path RULES = Path.of("ops", "prometheus", "alerts.yaml");
  private static final Path CASES = Path.of("ops", "prometheus", "alerts.test.yaml");
  private static final Path RUNBOOK = Path.of("src", "docs", "runbook.md");

  @Test
  void eachAlertNamesItsSectionOfTheRunbook() throws IOException {
    List<String> headings =
        Pattern.compile("(?m)^### (Trainyard\\w+)$")
            .matcher(Files.readString(RUNBOOK))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(alerts())
        .extracting(RunbookTest::name)
        .isNotEmpty()
        .containsExactlyElementsOf(headings);
    assertThat(alerts())
        .allSatisfy(
            alert ->
                assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo("src/docs/runbook.md#" + name(alert).toLowerCase(Locale.ROOT)));
  }

  @Test
  void eachSectionSaysWhatToDo() throws IOException {
    String[] sections = Files.readString(RUNBOOK).split("(?m)^#{2,3} ");

    assertThat(sections)
        .filteredOn(section -> section.startsWith("Trainyard"))
        .isNotEmpty()
        .allSatisfy(section -> assertThat(section).contains("**Do:** "));
  }

  @Test
  void eachAlertFiresInACase() throws IOException {
    List<String> fired =
        Pattern.compile("alertname=\"(\\w+)\"\\}', value: 1")
            .matcher(Files.readString(CASES))
            .results()
            .map((MatchResult match) -> match.group(1))
            .distinct()
            .toList();

    assertThat(fired)
        .containsExactlyInAnyOrderElementsOf(alerts().stream().map(RunbookTest::name).toList());
  }

  @Test
  @Tag(PROMTOOL)
  void eachAlertFiresWhenItShouldAndNotOtherwise() throws Exception {
    Path output = Files.createTempFile("promtool", ".txt");
    Process promtool =
        new ProcessBuilder("/usr/bin/promtool", "test", "rules", CASES.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(promtool.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(promtool.exitValue()).as(Files.readString(output)).isZero();
  }

  private static String name(JsonNode alert) {
    return alert.path("alert").asText();
  }

  private static List<JsonNode> alerts() throws IOException {
    List<JsonNode> alerts = new ArrayList<>();
    new ObjectMapper(new YAMLFactory())
        .readTree(RULES.toFile())
        .path("groups")
        .forEach(group -> group.path("rules").forEach(alerts::add));
    return alerts;
  }
}
