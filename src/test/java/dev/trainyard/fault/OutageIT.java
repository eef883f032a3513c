package dev.trainyard.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.TrainyardApplication;
import dev.trainyard.callback.SampleSettings;
import dev.trainyard.support.CheckedHttp;
import dev.trainyard.support.EventClient;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import dev.trainyard.support.Receiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients that are told of things see of a crash of PostgreSQL. */
class OutageIT {
  @TempDir private Path directory;
  private final ObjectMapper json = new ObjectMapper();
  private final CheckedHttp http = new CheckedHttp();
  private final int port = FreePort.find();

  @Test
  void streamsGoOnAndACallbackThatWasOnItsWayIsDelivered() throws Exception {
    AtomicBoolean arrived = new AtomicBoolean();
    AtomicBoolean crashed = new AtomicBoolean();
    try (MortalPostgres postgres = MortalPostgres.start(directory);
        MortalRedis redis = MortalRedis.start(directory);
        Receiver receiver =
            Receiver.answering(
                exchange -> {
                  // The first delivery is not on record when the receiver has it
                  if (arrived.compareAndSet(false, true)) {
                    postgres.crash();
                    crashed.set(true);
                  }
                  exchange.sendResponseHeaders(200, -1);
                });
        JavaProcess process = start(postgres, redis)) {
      await()
          .atMost(Patience.LIMIT)
          .ignoreExceptions()
          .failFast(() -> assertThat(process.isAlive()).as(process.errors()).isTrue())
          .until(() -> post("/queue/pause", "").statusCode() == 200);
      assertThat(post("/me/callback-secret", "").statusCode()).isEqualTo(201);
      String job =
          body(post(
                  "/start",
                  """
                      {"strategy": "LIQUIDITY_SWEEP", "symbol": "BTC/USDT", "callback_url": "%s"}
                      """
                      .formatted(receiver.url("/"))))
              .path("job_id")
              .asText();
      String waiting =
          body(post("/start", "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\"}"))
              .path("job_id")
              .asText();
      try (EventClient all = EventClient.open(request("/events?types=state"));
          EventClient one = EventClient.open(request("/jobs/" + waiting + "/events"))) {
        one.receive("state");
        // The crash may come before the answer: it is the commit that counts
        assertThat(delete("/jobs/" + job).statusCode()).isIn(200, 503);
        await().atMost(Patience.LIMIT).until(crashed::get);

        postgres.start();

        await()
            .atMost(Patience.LIMIT)
            .ignoreExceptions()
            .until(() -> delete("/jobs/" + waiting).statusCode() == 200);
        assertThat(states(one.awaitEnd())).containsExactly("PENDING", "CANCELLED");
        await()
            .atMost(Patience.LIMIT)
            .untilAsserted(
                () ->
                    assertThat(all.events("state"))
                        .extracting(event -> event.text("job_id"), event -> event.text("status"))
                        .containsExactly(tuple(job, "CANCELLED"), tuple(waiting, "CANCELLED")));
      }
      await()
          .atMost(Patience.LIMIT)
          .until(
              () -> body(send(request("/callbacks?job_id=" + job))).at("/items/0/state").asText(),
              "delivered"::equals);
      assertThat(receiver.messages())
          .isNotEmpty()
          .extracting(message -> message.headers().get("webhook-id"))
          .containsOnly(receiver.messages().get(0).headers().get("webhook-id"));
    }
  }

  private JavaProcess start(MortalPostgres postgres, MortalRedis redis) throws IOException {
    return JavaProcess.start(
        directory,
        TrainyardApplication.class,
        "--server.port=" + port,
        "--DATABASE_URL=" + MortalPostgres.database(postgres.port()).url(),
        "--REDIS_URL=redis://127.0.0.1:" + redis.port(),
        "--trainyard.callbacks.secret=" + SampleSettings.SECRET,
        "--trainyard.callbacks.allowed-networks=127.0.0.0/8",
        "--trainyard.callbacks.interval=100ms",
        "--trainyard.callbacks.retry-delay=100ms");
  }

  private static List<String> states(List<EventClient.Event> events) {
    return events.stream()
        .filter(event -> event.name().equals("state"))
        .map(event -> event.text("status"))
        .toList();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://localhost:" + port + "/api/v2/training" + path));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> delete(String path) throws Exception {
    return send(request(path).DELETE());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build());
  }

  private JsonNode body(HttpResponse<String> answer) throws IOException {
    return json.readTree(answer.body());
  }
}
