package dev.trainyard.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.job.Stage;
import dev.trainyard.monitor.Scrape.Sample;
import dev.trainyard.route.reload.RouteEdit;
import dev.trainyard.support.CheckedHttp;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The metrics that Prometheus reads from a service that uses every feature. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureObservability(tracing = false)
class MetricsIT {
  private static final Duration PATIENCE = Patience.LIMIT;
  private static final Pattern UUID_PATTERN = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-");
  private static final String API = "/api/v2/training";
  private static final String STAGE_COUNT = "trainyard_stage_seconds_count";
  private static final String HTTP_COUNT = "http_server_requests_seconds_count";

  @LocalServerPort private int port;
  @Autowired private ApplicationEventPublisher events;

  private final CheckedHttp http = new CheckedHttp();

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
  }

  @Test
  void aJobIsCountedInEachStageAndInTheWaitOfItsPriority() throws Exception {
    TrainingClient client = new TrainingClient(port, PATIENCE);
    client.uploadCandles();
    Scrape before = Scrape.of(port);

    client.awaitFinal(client.submit(Map.of("n_iterations", 5, "priority", "high")));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Scrape after = Scrape.of(port);
              for (Stage stage : Stage.values()) {
                assertThat(after.value(STAGE_COUNT, "stage", stage.name()))
                    .as(stage.name())
                    .isEqualTo(before.value(STAGE_COUNT, "stage", stage.name()) + 1);
              }
              assertThat(after.value("trainyard_job_wait_seconds_count", "priority", "high"))
                  .isEqualTo(
                      before.value("trainyard_job_wait_seconds_count", "priority", "high") + 1);
            });
    assertThat(Scrape.of(port).of("trainyard_stage_seconds_sum"))
        .extracting(Sample::value)
        .allSatisfy(seconds -> assertThat(seconds).isPositive());
  }

  @Test
  void aStageThatFailsIsNotTimed() {
    TrainingClient client = new TrainingClient(port, PATIENCE);
    Scrape before = Scrape.of(port);

    String withoutCandles = client.submit(Map.of("symbol", "NONE/USD"));

    assertThat(client.awaitFinal(withoutCandles).path("status").asText()).isEqualTo("FAILED");
    await().atMost(PATIENCE).until(() -> value("trainyard_jobs_total", "outcome", "failed") > 0);
    assertThat(value(STAGE_COUNT, "stage", Stage.DATA_PREPARATION.name()))
        .isEqualTo(before.value(STAGE_COUNT, "stage", Stage.DATA_PREPARATION.name()));
  }

  @Test
  void editsOfRoutesAreCountedByTheirOutcome() {
    for (RouteEdit.Outcome outcome : RouteEdit.Outcome.values()) {
      double before = value("trainyard_route_edits_total", "outcome", outcome.name());

      events.publishEvent(
          new RouteEdit(
              UUID.randomUUID(), Instant.EPOCH, "test", null, List.of(), outcome, List.of(), ""));

      assertThat(value("trainyard_route_edits_total", "outcome", outcome.name()))
          .isEqualTo(before + 1);
    }
  }

  @Test
  void noRequestAddsASeriesByWhatItNames() throws Exception {
    everyKindOfRequest("first");
    awaitSettled();
    Scrape before = Scrape.of(port);

    for (int i = 0; i < 20; i++) {
      everyKindOfRequest("unheard-of-" + i);
    }
    awaitSettled();

    Scrape after = Scrape.of(port);
    assertThat(ofRequests(after)).isEqualTo(ofRequests(before));
    assertThat(after.series()).noneMatch(series -> series.contains("unheard-of"));
    assertThat(after.series()).noneMatch(series -> UUID_PATTERN.matcher(series).find());
  }

  private static Set<String> ofRequests(Scrape scrape) {
    return scrape.series().stream()
        .filter(series -> series.startsWith("http_") || series.contains("platform-http"))
        .collect(Collectors.toSet());
  }

  @Test
  void requestsCountForTheTemplateOfTheirPath() throws Exception {
    everyKindOfRequest("templates");
    awaitSettled();

    List<Sample> requests = Scrape.of(port).of(HTTP_COUNT);

    assertThat(requests)
        .extracting(sample -> sample.labels().get("uri"))
        .contains(
            API + "/jobs",
            API + "/start",
            API + "/jobs/{job_id}",
            API + "/jobs/{job_id}/progress",
            API + "/market-data/{exchange}/{symbol}/{timeframe}");
    assertThat(requests)
        .filteredOn(sample -> sample.labels().get("uri").equals("UNKNOWN"))
        .as("requests that no template stands for: a method or a type that none takes")
        .extracting(sample -> sample.labels().get("status"))
        .isSubsetOf("405", "415");
  }

  @Test
  void histogramsHaveFixedBounds() throws Exception {
    everyKindOfRequest("bounds");
    awaitSettled();
    Scrape scrape = Scrape.of(port);

    assertThat(bounds(scrape, "trainyard_stage_seconds_bucket"))
        .isEqualTo(bounds(scrape, "trainyard_job_wait_seconds_bucket"))
        .contains("0.1", "1.0", "60.0", "3600.0", "+Inf");
    assertThat(bounds(scrape, "http_server_requests_seconds_bucket"))
        .hasSize(13)
        .contains("0.005", "0.1", "1.0", "30.0", "+Inf");
  }

  private static List<String> bounds(Scrape scrape, String bucket) {
    return scrape.of(bucket).stream().map(sample -> sample.labels().get("le")).distinct().toList();
  }

  private double value(String metric, String label, String value) {
    return Scrape.of(port).value(metric, label, value);
  }

  private void everyKindOfRequest(String name) throws IOException, InterruptedException {
    String id = UUID.randomUUID().toString();
    for (String path :
        new String[] {
          "/" + id,
          API + "/" + id,
          API + "/jobs/" + id,
          API + "/jobs/" + id + "/progress",
          API + "/jobs/" + name,
          API + "/jobs?status=" + name,
          API + "/strategies/" + name,
          API + "/configurations/" + id,
          "/actuator/" + name,
          "/actuator/health/" + name
        }) {
      send("GET", path, "");
    }
    send("DELETE", API + "/jobs/" + id, "");
    send("PUT", API + "/jobs/" + id, "");
    send("X" + name.toUpperCase(Locale.ROOT), API + "/jobs/" + id, "");
    send("POST", API + "/start", "{\"strategy\": \"" + name + "\"}");
    send("POST", API + "/market-data/" + name + "/" + name + "/5m", "no candles");
  }

  private void send(String method, String path, String body)
      throws IOException, InterruptedException {
    int status =
        http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .method(method, BodyPublishers.ofString(body))
                    .header("Content-Type", "application/json")
                    .build())
            .statusCode();
    assertThat(status).as(method + " " + path).isBetween(200, 499);
  }

  /** A request is counted after its response. */
  private void awaitSettled() {
    double[] before = {-1};
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              double requests =
                  Scrape.of(port).of(HTTP_COUNT).stream()
                      .filter(sample -> !sample.labels().get("uri").equals("/actuator/prometheus"))
                      .mapToDouble(Sample::value)
                      .sum();
              boolean settled = requests == before[0];
              before[0] = requests;
              return settled;
            });
  }
}
