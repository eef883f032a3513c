package dev.trainyard.api.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.callback.SampleSettings;
import dev.trainyard.callback.secret.WebhookCheck;
import dev.trainyard.support.Patience;
import dev.trainyard.support.Receiver;
import dev.trainyard.support.TestServers;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

/** Callbacks from the request to the receiver, through the routes as they are delivered. */
@TestPropertySource(
    properties = {
      "camel.main.routes-include-pattern=file:routes/api/*.camel.yaml,file:routes/maintenance/*.camel.yaml",
      "trainyard.callbacks.secret=" + SampleSettings.SECRET,
      "trainyard.callbacks.allowed-networks=127.0.0.0/8",
      "trainyard.callbacks.interval=100ms",
      "trainyard.callbacks.retry-delay=100ms",
      "trainyard.callbacks.concurrency=8",
      "trainyard.callbacks.per-receiver=2"
    })
@ExtendWith({Patience.class, OutputCaptureExtension.class})
class CallbackIT extends ApiFixture {
  private static final String NONE = "01890a5d-ac96-774b-bcce-b302099a8057";
  private static final String OWN = "/me/callback-secret";

  @Autowired private CamelContext camel;

  @Value("${REDIS_URL}")
  private String redisUrl;

  private String secret;

  @BeforeEach
  void makeSecret() {
    secret = post(OWN).body().path("secret").asText();
  }

  @Test
  void aReceiverIsToldOfTheEndOfAJobAndCanCheckWhoSaysSo(CapturedOutput log) {
    try (Receiver receiver = Receiver.answering(200)) {
      String job = cancelled(receiver.url("/hook?token=s3cret"));

      JsonNode callback = awaitState(job, "delivered");
      Receiver.Message message = receiver.messages().get(0);
      assertThat(message.headers().get("webhook-id")).isEqualTo(callback.path("id").asText());
      assertThat(WebhookCheck.isSigned(secret, message.headers(), message.body())).isTrue();
      assertThat(WebhookCheck.isSigned(secret, message.headers(), message.body() + " ")).isFalse();
      JsonNode payload = get("/callbacks/" + callback.path("id").asText()).body().path("payload");
      assertThat(payload.path("type").asText()).isEqualTo("job.cancelled");
      assertThat(payload.at("/data/job_id").asText()).isEqualTo(job);
      assertThat(message.body()).contains(job);
      assertThat(callback.path("url").asText()).isEqualTo(receiver.url("/hook?token=..."));
      assertThat(callback.path("attempts").asInt()).isEqualTo(1);
      assertThat(callback.path("last_status").asInt()).isEqualTo(200);
      assertThat(receiver.messages()).hasSize(1);
      assertThat(log.getAll()).doesNotContain(secret, "s3cret", SampleSettings.SECRET);
    }
  }

  @Test
  void afterARotationBothSecretsCheck() {
    Answer rotated = post(OWN);
    assertThat(rotated.status()).isEqualTo(201);
    assertThat(rotated.body().path("former_expires_at").isNull()).isFalse();
    assertThat(rotated.http().headers().firstValue("Cache-Control").orElse(""))
        .contains("no-store");
    try (Receiver receiver = Receiver.answering(200)) {
      awaitState(cancelled(receiver.url("/")), "delivered");
      Receiver.Message message = receiver.messages().get(0);
      for (String valid : List.of(secret, rotated.body().path("secret").asText())) {
        assertThat(WebhookCheck.isSigned(valid, message.headers(), message.body())).isTrue();
      }
    }
  }

  @Test
  void aReceiverThatFailsIsToldAgainWithTheSameIdAndBody() {
    try (Receiver receiver = Receiver.answering(503)) {
      String job = cancelled(receiver.url("/"));
      await().until(() -> receiver.messages().size() >= 2);
      JsonNode pending = callback(job);
      assertThat(pending.path("state").asText()).isEqualTo("pending");
      assertThat(pending.path("last_error").asText()).isEqualTo("the receiver answered 503");
      assertThat(pending.path("next_at").isNull()).isFalse();
      assertThat(get("/callbacks?state=pending&job_id=" + job).body().path("items")).hasSize(1);

      receiver.answer(201);

      awaitState(job, "delivered");
      assertThat(receiver.messages())
          .extracting(Receiver.Message::body)
          .containsOnly(receiver.messages().get(0).body());
      assertThat(receiver.messages())
          .extracting(message -> message.headers().get("webhook-id"))
          .containsOnly(pending.path("id").asText());
    }
  }

  @Test
  void aReceiverThatHangsHoldsUpNeitherAJobNorAnotherReceiver() {
    CountDownLatch end = new CountDownLatch(1);
    List<Receiver> hanging = new ArrayList<>();
    try (Receiver quick = Receiver.answering(200)) {
      for (int i = 0; i < 3; i++) {
        hanging.add(
            Receiver.answering(
                exchange -> {
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
      }
      List<String> jobs = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        jobs.add(cancelled(hanging.get(i % 3).url("/")));
      }
      await().until(() -> hanging.stream().allMatch(one -> one.messages().size() >= 2));

      for (int i = 0; i < 5; i++) {
        awaitState(cancelled(quick.url("/")), "delivered");
      }
      assertThat(jobs).allSatisfy(job -> assertThat(status(job)).isEqualTo("CANCELLED"));
    } finally {
      end.countDown();
      jdbc.sql("DELETE FROM callbacks WHERE state = 'pending'").update();
      hanging.forEach(Receiver::close);
    }
  }

  @Test
  void aDeadCallbackIsReplayedAloneOrWithOthers() {
    try (Receiver receiver = Receiver.answering(410)) {
      String first = cancelled(receiver.url("/a"));
      String second = cancelled(receiver.url("/b"));
      String id = awaitState(first, "dead").path("id").asText();
      awaitState(second, "dead");
      assertThat(callback(first).path("last_error").asText()).contains("410");

      receiver.answer(200);
      Answer answer = post("/callbacks/%s/replay".formatted(id));
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.body().toString())
          .isEqualTo("{\"id\":\"%s\",\"state\":\"pending\"}".formatted(id));
      awaitState(first, "delivered");
      assertThat(receiver.messages("/a")).hasSize(2);
      assertThat(receiver.messages("/b")).hasSize(1);

      String filter = "{\"job_id\": \"%s\", \"event\": \"cancelled\"}".formatted(second);
      Answer replayed = post("/callbacks/replay", filter);
      assertThat(replayed.status()).isEqualTo(202);
      assertThat(replayed.body().path("callbacks").asInt()).isEqualTo(1);
      awaitState(second, "delivered");
      assertThat(post("/callbacks/replay", filter).body().path("callbacks").asInt()).isZero();
      JsonNode audit = get("/audit?action=callback.replay&target=" + id).body().path("items");
      assertThat(audit).hasSize(1);
    }
  }

  @Test
  void eachKeySignsWithItsOwnSecret() {
    JsonNode key =
        post("/keys", "{\"name\": \"%s\", \"role\": \"operator\"}".formatted(UUID.randomUUID()))
            .body();
    String secrets = "/keys/%s/callback-secrets".formatted(key.path("id").asText());
    String ofKey = post(secrets).body().path("secret").asText();
    try (Receiver receiver = Receiver.answering(200)) {
      String job = submitted(receiver.url("/"));
      jdbc.sql("UPDATE training_jobs SET api_key_id = CAST(? AS uuid) WHERE id = CAST(? AS uuid)")
          .params(key.path("id").asText(), job)
          .update();
      delete("/jobs/" + job);
      awaitState(job, "delivered");
      Receiver.Message message = receiver.messages().get(0);
      assertThat(WebhookCheck.isSigned(ofKey, message.headers(), message.body())).isTrue();
      assertThat(WebhookCheck.isSigned(secret, message.headers(), message.body())).isFalse();
    }
    assertThat(delete(secrets).status()).isEqualTo(204);
    assertThat(post("/keys/%s/callback-secrets".formatted(NONE)).status()).isEqualTo(404);
    assertThat(delete("/keys/42/callback-secrets").status()).isEqualTo(400);
    assertThat(
            get("/audit?action=callback-secret.create&target=" + key.path("id").asText())
                .body()
                .path("items"))
        .hasSize(1);
  }

  @Test
  void withoutASecretNoCallbackIsTakenAndAStoredOneWaits() {
    try (Receiver receiver = Receiver.answering(200)) {
      String job = submitted(receiver.url("/"));
      assertThat(delete(OWN).status()).isEqualTo(204);
      assertThat(delete(OWN).status()).as("again").isEqualTo(204);

      assertThat(start(receiver.url("/")).error("callback_url"))
          .contains("POST /api/v2/training/me/callback-secret");
      assertThat(batch(receiver.url("/")).error("callback_url"))
          .contains("POST /api/v2/training/me/callback-secret");
      delete("/jobs/" + job);
      await().until(() -> callback(job).path("last_error").asText().contains("no secret any more"));
      assertThat(receiver.messages()).isEmpty();

      post(OWN);
      awaitState(job, "delivered");
    }
  }

  @Test
  void eachJobOfABatchTellsOfItsEnd() {
    try (Receiver receiver = Receiver.answering(200)) {
      String id = batch(receiver.url("/")).body().path("batch_id").asText();
      assertThat(delete("/batches/" + id).status()).isIn(200, 202);
      await().until(() -> receiver.messages().size() == 2);
      assertThat(receiver.messages())
          .allSatisfy(message -> assertThat(message.body()).contains(id));
    }
  }

  @Test
  void aRouteThatIsStoppedCostsNoAttempt() throws Exception {
    try (Receiver receiver = Receiver.answering(200)) {
      camel.getRouteController().stopRoute("callback");
      String job = cancelled(receiver.url("/"));
      await()
          .until(
              () ->
                  !callback(job).path("last_attempt_at").isNull()
                      && callback(job).path("attempts").asInt() == 0);
      assertThat(callback(job).path("last_error").isNull()).isTrue();

      camel.getRouteController().startRoute("callback");

      assertThat(awaitState(job, "delivered").path("attempts").asInt()).isEqualTo(1);
    } finally {
      camel.getRouteController().startRoute("callback");
    }
  }

  @Test
  void callbacksAreListedPageByPage() {
    try (Receiver receiver = Receiver.answering(200)) {
      for (int i = 0; i < 3; i++) {
        awaitState(cancelled(receiver.url("/")), "delivered");
      }
      assertThat(all("/callbacks?state=delivered&event=cancelled", 2, "id"))
          .hasSizeGreaterThanOrEqualTo(3)
          .doesNotHaveDuplicates();
      assertThat(get("/callbacks?event=completed").body().path("items")).isEmpty();
      assertThat(get("/callbacks?created_before=2020-01-01T00:00:00Z").body().path("items"))
          .isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://me:word@example.org/       | must not hold a user or password
          file:///etc/passwd                 | must be an http or https URL
          http://127.0.0.1:6379/             | databases, caches
          http://169.254.169.254/latest      | a link-local address
          http://10.0.0.1/                   | a private address
          http://0x7f.0.0.1/                 | four decimal numbers
          """)
  void aUrlThatLeadsElsewhereIsRefused(String url, String reason) {
    Answer answer = start(url);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("callback_url")).contains(reason);
  }

  @Test
  void theServersOfTheServiceCannotBeNamed() {
    for (int port : List.of(TestServers.shared().postgresPort(), URI.create(redisUrl).getPort())) {
      assertThat(start("http://127.0.0.1:%d/".formatted(port)).error("callback_url"))
          .contains("databases, caches");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"state": "dead"}          | 422 | state
          {"event": "done"}          | 422 | event
          {"job_id": "42"}           | 422 | job_id
          {"job_id": null}           | 422 | job_id
          {"created_after": "today"} | 422 | created_after
          """)
  void aFilterThatCannotBeReadReplaysNothing(String body, int status, String field) {
    Answer answer = post("/callbacks/replay", body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.error(field)).isNotBlank();
  }

  @Test
  void whatIsNotThereOrCannotBeReadIsToldSo() {
    assertThat(get("/callbacks/" + NONE).status()).isEqualTo(404);
    assertThat(get("/callbacks/42").status()).isEqualTo(400);
    assertThat(post("/callbacks/%s/replay".formatted(NONE)).status()).isEqualTo(404);
    assertThat(post("/callbacks/42/replay").status()).isEqualTo(400);
    assertThat(post("/callbacks/replay", "").status()).isEqualTo(400);
    assertThat(get("/callbacks?state=lost").status()).isEqualTo(400);
    assertThat(get("/callbacks?job_id=42").status()).isEqualTo(400);
    assertThat(get("/callbacks?event=done").status()).isEqualTo(400);
  }

  private Answer start(String url) {
    return post(
        "/start",
        "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\", \"callback_url\": \"%s\"}"
            .formatted(url));
  }

  private Answer batch(String url) {
    return post(
        "/batches",
        """
        {"strategies": ["LIQUIDITY_SWEEP"], "symbols": ["BTC/USDT"], "timeframes": ["5m", "1h"], "callback_url": "%s",
         "callback_events": ["cancelled"]}
        """
            .formatted(url));
  }

  private String submitted(String url) {
    Answer answer = start(url);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
    return answer.body().path("job_id").asText();
  }

  private String cancelled(String url) {
    String job = submitted(url);
    assertThat(delete("/jobs/" + job).status()).isEqualTo(200);
    return job;
  }

  private String status(String job) {
    return get("/jobs/" + job).body().path("status").asText();
  }

  private JsonNode callback(String job) {
    return get("/callbacks?job_id=" + job).body().path("items").path(0);
  }

  private JsonNode awaitState(String job, String state) {
    await().untilAsserted(() -> assertThat(callback(job).path("state").asText()).isEqualTo(state));
    return callback(job);
  }
}
