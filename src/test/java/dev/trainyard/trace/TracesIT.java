package dev.trainyard.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.route.reload.EditedHome;
import dev.trainyard.support.CheckedHttp;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import dev.trainyard.trace.Collector.Received;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The traces of requests and jobs that a collector receives. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "management.tracing.opentelemetry.export.schedule-delay=50ms")
@AutoConfigureObservability(metrics = false)
@DirtiesContext
class TracesIT {
  private static final Duration PATIENCE = Patience.LIMIT;
  private static final Collector COLLECTOR = Collector.start();
  private static final String API = "/api/v2/training";

  /** No candles are stored for it, so its jobs fail for good. */
  private static final Map<String, Object> FAILING = Map.of("symbol", "NO/CANDLES");

  @TempDir private static Path directory;
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;

  private final CheckedHttp http = new CheckedHttp();
  private final ObjectMapper json = new ObjectMapper();
  private final String traceId = randomHex(16);
  private final String callersSpan = randomHex(8);
  private TrainingClient client;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
    EditedHome home = EditedHome.in(directory);
    tellWebhook(home);
    home.register(registry, "api", "worker", "maintenance");
    registry.add("management.otlp.tracing.endpoint", COLLECTOR::endpoint);
  }

  private static void tellWebhook(EditedHome home) {
    String judged = "uri: direct:validate\n";
    home.replace(
        "routes/worker/training.camel.yaml",
        judged,
        judged + "        - wireTap: {id: tap-validated, uri: direct:notify}\n");
    home.save(
        "routes/worker/notify.camel.yaml",
        """
        - route:
            id: notify
            startupOrder: 15
            from:
              uri: direct:notify
              steps:
                - setBody: {id: notify-body, constant: ""}
                - to: {id: call-webhook, uri: "%s"}
        """
            .formatted(COLLECTOR.webhook()));
  }

  @AfterAll
  static void stopCollector() {
    COLLECTOR.close();
  }

  @BeforeEach
  void uploadCandles() throws Exception {
    client = new TrainingClient(port, PATIENCE);
    client.uploadCandles();
  }

  @Test
  void aJobIsInTheTraceOfItsRequestFromTheCallerToItsLastStage() throws Exception {
    String job = submit(Map.of("n_iterations", 5), "01").path("job_id").asText();
    client.awaitFinal(job);

    Received request = span("http post " + API + "/start");
    assertThat(request.parent()).isEqualTo(callersSpan);
    assertThat(request.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
    assertThat(request.service()).isEqualTo("trainyard");
    Received start = childOf(childOf(request, "post-start"), "start");
    Received enqueue = childOf(start, "enqueue");
    assertThat(childOf(enqueue, "ZADD").attributes()).containsEntry("db.system.name", "redis");

    Received attempt = childOf(start, "process training");
    assertThat(attempt.kind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
    assertThat(attempt.attributes())
        .containsEntry("messaging.message.id", job)
        .containsEntry("trainyard.job.strategy", "LIQUIDITY_SWEEP")
        .containsEntry("trainyard.job.attempt", "1")
        .containsEntry("trainyard.job.outcome", "completed")
        .containsKey("trainyard.job.waited_ms");
    Received training = childOf(attempt, "training");
    for (String stage : List.of("data-prep", "optimize", "validate", "persist")) {
      childOf(training, stage);
    }

    assertThat(COLLECTOR.trace(traceId)).noneMatch(Received::isError);
    assertThat(client.get("/jobs/" + job).path("trace_id").asText()).isEqualTo(traceId);
  }

  @Test
  void aServiceThatAStepCallsIsToldOfTheTrace() throws Exception {
    client.awaitFinal(submit(Map.of("n_iterations", 5), "01").path("job_id").asText());

    Received call = childOf(childOf(span("training"), "notify"), "POST");

    assertThat(COLLECTOR.calls()).contains("00-%s-%s-01".formatted(traceId, call.id()));
  }

  @Test
  void aRequestOfNobodysTraceBeginsOneForItsJob() {
    String job = client.submit(Map.of("n_iterations", 5));
    client.awaitFinal(job);

    String own = client.get("/jobs/" + job).path("trace_id").asText();

    assertThat(own).matches("[0-9a-f]{32}");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(COLLECTOR.trace(own))
                    .extracting(Received::name)
                    .contains("http post " + API + "/start", "process training", "persist"));
  }

  @Test
  void aDeadLetterIsAnErrorOfItsAttemptAndOfTheStageThatFailed() throws Exception {
    String job = submit(FAILING, "01").path("job_id").asText();
    client.awaitFinal(job);

    Received attempt = span("process training");
    Received stage = span("data-prep");

    assertThat(attempt.isError()).isTrue();
    assertThat(attempt.attributes()).containsEntry("trainyard.job.outcome", "failed");
    assertThat(stage.isError()).isTrue();
    assertThat(stage.events()).containsExactly("exception");
    assertThat(span("dead-letter").isError()).isFalse();
  }

  @Test
  void anAttemptWhoseLeaseAnotherHasIsLost() throws Exception {
    String job =
        submit(Map.of("n_iterations", 10_000, "optimizer", "random"), "01").path("job_id").asText();
    await()
        .atMost(PATIENCE)
        .until(() -> client.get("/jobs/" + job).path("status").asText().equals("RUNNING"));

    jdbc.sql("UPDATE training_jobs SET lease_token = gen_random_uuid() WHERE id = ?::uuid")
        .param(job)
        .update();

    assertThat(span("process training").attributes())
        .containsEntry("trainyard.job.attempt", "1")
        .containsEntry("trainyard.job.outcome", "lost");
    send("DELETE", "/jobs/" + job, "", "01", 202);
    client.awaitFinal(job);
  }

  @Test
  void aReplayIsInTheTraceOfWhoAskedForIt() throws Exception {
    String failed = client.submit(FAILING);
    client.awaitFinal(failed);
    String letter =
        client.get("/failed-jobs?job_id=" + failed).path("items").path(0).path("id").asText();

    String job =
        send("POST", "/failed-jobs/" + letter + "/replay", "", "01", 202).path("job_id").asText();
    client.awaitFinal(job);

    assertThat(span("process training").attributes()).containsEntry("messaging.message.id", job);
  }

  @Test
  void theJobsOfABatchAreInItsTrace() throws Exception {
    Map<String, Object> batch = new HashMap<>(TrainingClient.request(Map.of("n_iterations", 5)));
    batch.remove("strategy");
    batch.remove("symbol");
    batch.remove("timeframe");
    batch.put("strategies", List.of("LIQUIDITY_SWEEP", "SUPPLY_SHOCK"));
    batch.put("symbols", List.of("BTC/USD"));
    batch.put("timeframes", List.of("1m"));

    send("POST", "/batches", json.writeValueAsString(batch), "01", 202);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(COLLECTOR.trace(traceId))
                    .filteredOn(span -> span.name().equals("process training"))
                    .hasSize(2));
  }

  @Test
  void whatTheCallerDoesNotRecordIsNotRecordedHereButKeepsItsId() throws Exception {
    String job = submit(Map.of("n_iterations", 5), "00").path("job_id").asText();
    client.awaitFinal(job);
    String later = client.submit(Map.of("n_iterations", 5));
    client.awaitFinal(later);
    String laterTrace = client.get("/jobs/" + later).path("trace_id").asText();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                COLLECTOR.trace(laterTrace).stream()
                    .anyMatch(span -> span.name().equals("process training")));

    assertThat(COLLECTOR.trace(traceId)).isEmpty();
    assertThat(client.get("/jobs/" + job).path("trace_id").asText()).isEqualTo(traceId);
  }

  @Test
  void aFaultOfTheClientIsNoErrorOfTheService() throws Exception {
    send("POST", "/start", "{\"strategy\": 1}", "01", 422);

    Received route = span("start");

    assertThat(route.isError()).isFalse();
    assertThat(route.events()).containsExactly("exception");
  }

  @Test
  void probesAndWhatHappensByTheClockMakeNoTraces() throws Exception {
    HttpRequest probe =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health"))
            .header("traceparent", traceparent("01"))
            .build();
    assertThat(http.send(probe).statusCode()).isEqualTo(200);
    aRequestOfNobodysTraceBeginsOneForItsJob();

    assertThat(COLLECTOR.trace(traceId)).isEmpty();
    assertThat(COLLECTOR.spans()).extracting(Received::name).doesNotContain("reconcile", "timer");
  }

  @Test
  void theAnswerHasNoHeaderOfTheTrace() throws Exception {
    HttpResponse<String> answer =
        http.send(request("POST", "/start", body(Map.of("n_iterations", 5)), "01"));

    assertThat(answer.headers().map()).doesNotContainKeys("traceparent", "tracestate", "baggage");
  }

  private JsonNode submit(Map<String, Object> fields, String flags) throws Exception {
    return send("POST", "/start", body(fields), flags, 202);
  }

  private String body(Map<String, Object> fields) throws Exception {
    return json.writeValueAsString(TrainingClient.request(fields));
  }

  private JsonNode send(String method, String path, String body, String flags, int status)
      throws Exception {
    HttpResponse<String> answer = http.send(request(method, path, body, flags));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return json.readTree(answer.body());
  }

  private HttpRequest request(String method, String path, String body, String flags) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + API + path))
        .header("Content-Type", "application/json")
        .header("traceparent", traceparent(flags))
        .method(method, BodyPublishers.ofString(body))
        .build();
  }

  private String traceparent(String flags) {
    return "00-%s-%s-%s".formatted(traceId, callersSpan, flags);
  }

  /** Returns the only span of a name in the trace of this test. */
  private Received span(String name) {
    List<Received> found =
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    COLLECTOR.trace(traceId).stream()
                        .filter(span -> span.name().equals(name))
                        .toList(),
                spans -> !spans.isEmpty());
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private Received childOf(Received parent, String name) {
    Received child = span(name);
    assertThat(child.parent()).as("parent of " + name).isEqualTo(parent.id());
    return child;
  }

  private static String randomHex(int bytes) {
    byte[] id = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
