package dev.trainyard.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.trainyard.monitor.Scrape.Sample;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The dashboard and the alert rules name metrics of a service that has run a job. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureObservability(tracing = false)
class DashboardIT {
  private static final File DASHBOARD = new File("ops/grafana/trainyard.json");
  private static final File ALERTS = new File("ops/prometheus/alerts.yaml");
  private static final Duration PATIENCE = Patience.LIMIT;

  /** Prometheus adds it to each series. */
  private static final String INSTANCE = "instance";

  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
  }

  @Test
  void allMetricsAndLabelsThatTheyNameExist() throws Exception {
    TrainingClient client = new TrainingClient(port, PATIENCE);
    client.uploadCandles();
    client.awaitFinal(client.submit(Map.of("n_iterations", 5)));
    System.gc();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(Scrape.of(port).of("jvm_gc_pause_seconds_sum")).isNotEmpty());
    Scrape scrape = Scrape.of(port);

    List<String> expressions = new ArrayList<>(dashboard());
    expressions.addAll(alerts());

    assertThat(expressions)
        .hasSizeGreaterThan(30)
        .allSatisfy(expression -> assertExists(new PromQuery(expression), scrape));
  }

  private static void assertExists(PromQuery query, Scrape scrape) {
    assertThat(query.selectors()).isNotEmpty();
    Set<String> known = new HashSet<>(Set.of(INSTANCE));
    query
        .selectors()
        .forEach(
            (metric, labels) -> {
              List<Sample> series = scrape.of(metric);
              assertThat(series).as(metric).isNotEmpty();
              Set<String> own = new HashSet<>(Set.of(INSTANCE));
              series.forEach(sample -> own.addAll(sample.labels().keySet()));
              assertThat(own).as(metric).containsAll(labels);
              known.addAll(own);
            });
    assertThat(known).containsAll(query.grouped());
  }

  @Test
  void theStagesThatTheyNameAreRoutes() throws IOException {
    Set<Object> routes = new HashSet<>();
    Scrape.of(port)
        .of("camel_exchanges_failures_handled_total")
        .forEach(sample -> routes.add(sample.labels().get("routeId")));
    Pattern named = Pattern.compile("routeId=~\"([^\"]*)\"");
    List<String> expressions = new ArrayList<>(dashboard());
    expressions.addAll(alerts());

    List<String> stages =
        expressions.stream()
            .flatMap(expression -> named.matcher(expression).results())
            .flatMap(match -> List.of(match.group(1).split("\\|")).stream())
            .toList();

    assertThat(stages).isNotEmpty();
    assertThat(routes).containsAll(stages);
  }

  @Test
  void eachAlertSaysWhatHasHappenedAndWhatToDo() throws IOException {
    assertThat(rules())
        .extracting(rule -> rule.path("alert").asText())
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("Trainyard"));
    assertThat(rules())
        .allSatisfy(
            rule -> {
              assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
              assertThat(rule.at("/annotations/action").asText()).isNotBlank();
              assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
            });
  }

  /**
   * Prometheus extrapolates these to the ends of their range: 2 dead letters would be shown as
   * 2.177.
   */
  @Test
  void noAlertTellsACountThatIsExtrapolated() throws IOException {
    Pattern extrapolates = Pattern.compile("\\b(increase|delta)\\((?![^)]*\\)+ == 0)");

    assertThat(rules())
        .filteredOn(rule -> rule.at("/annotations/summary").asText().contains("$value"))
        .isNotEmpty()
        .allSatisfy(
            rule -> assertThat(rule.path("expr").asText()).doesNotContainPattern(extrapolates));
  }

  @Test
  void panelsHaveIdsOfTheirOwnAndDoNotOverlap() throws IOException {
    JsonNode panels = new ObjectMapper().readTree(DASHBOARD).path("panels");
    Set<Integer> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : panels) {
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      JsonNode at = panel.path("gridPos");
      assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
      for (int x = 0; x < at.path("w").asInt(); x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          assertThat(cells.add((at.path("x").asInt() + x) + "," + (at.path("y").asInt() + y)))
              .as(panel.path("title").asText())
              .isTrue();
        }
      }
    }
  }

  /** Returns each expression of a panel, and the metric from which a variable takes its values. */
  private static List<String> dashboard() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD);
    List<String> expressions = new ArrayList<>(dashboard.path("panels").findValuesAsText("expr"));
    for (JsonNode variable : dashboard.at("/templating/list")) {
      LABEL_VALUES
          .matcher(variable.at("/query/query").asText())
          .results()
          .forEach(
              match -> expressions.add("sum by (" + match.group(2) + ") (" + match.group(1) + ")"));
    }
    return expressions;
  }

  private static List<String> alerts() throws IOException {
    return rules().stream().map(rule -> rule.path("expr").asText()).toList();
  }

  private static List<JsonNode> rules() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : new ObjectMapper(new YAMLFactory()).readTree(ALERTS).path("groups")) {
      group.path("rules").forEach(rules::add);
    }
    return rules;
  }
}
