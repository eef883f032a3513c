package dev.trainyard.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.access.ApiKeyStore.NewKey;
import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.access.Keys;
import dev.trainyard.access.Role;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.schedule.ScheduleRound;
import dev.trainyard.support.EventClient;
import dev.trainyard.support.Patience;
import jakarta.servlet.Filter;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "trainyard.auth.mode=keys")
@ExtendWith(OutputCaptureExtension.class)
class AccessIT extends ApiFixture {
  private static final String BASE = "/api/v2/training";

  private static final String REQUEST =
      "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\"}";
  private static final String BATCH =
      """
      {"strategies": ["LIQUIDITY_SWEEP"], "symbols": ["BTC/USDT"], "timeframes": ["5m", "1h"]}
      """;

  @Autowired private Keys keys;
  @Autowired private SecurityFilterChain chain;
  @Autowired private AuditLog audit;
  @Autowired private ScheduleRound round;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    /api/v2/training/queue                                              | viewer
          GET    /api/v2/training/me                                                 | viewer
          GET    /api/v2/training/jobs                                               | viewer
          GET    /api/v2/training/market-data                                        | viewer
          GET    /api/v2/training/routes/edits                                       | viewer
          GET    /api/v2/training/routes/graph                                       | viewer
          GET    /api/v2/training/routes/files                                       | viewer
          GET    /api/v2/training/routes/files/api/queue.camel.yaml                  | viewer
          PUT    /api/v2/training/routes/files/api/queue.camel.yaml                  | admin
          GET    /api/v2/training/routes/rollback                                    | viewer
          POST   /api/v2/training/routes/check                                       | operator
          GET    /api/v2/training/jobs/01890a5d-ac96-774b-bcce-b302099a8057/events    | viewer
          GET    /actuator                                                           | viewer
          GET    /api/v2/training/callbacks                                          | viewer
          POST   /api/v2/training/callbacks/01890a5d-ac96-774b-bcce-b302099a8057/replay | operator
          POST   /api/v2/training/callbacks/replay                                   | operator
          POST   /api/v2/training/me/callback-secret                                 | operator
          DELETE /api/v2/training/me/callback-secret                                 | operator
          POST   /api/v2/training/keys/01890a5d-ac96-774b-bcce-b302099a8057/callback-secrets | admin
          DELETE /api/v2/training/keys/01890a5d-ac96-774b-bcce-b302099a8057/callback-secrets | admin
          POST   /api/v2/training/start                                              | operator
          POST   /api/v2/training/batches                                            | operator
          POST   /api/v2/training/backtests                                          | operator
          POST   /api/v2/training/queue/pause                                        | operator
          POST   /api/v2/training/queue/resume                                       | operator
          DELETE /api/v2/training/jobs/01890a5d-ac96-774b-bcce-b302099a8057          | operator
          POST   /api/v2/training/market-data/kraken/BTC-USD/1m                      | operator
          GET    /api/v2/training/schedules                                          | viewer
          POST   /api/v2/training/schedules                                          | operator
          PUT    /api/v2/training/schedules/01890a5d-ac96-774b-bcce-b302099a8057     | operator
          DELETE /api/v2/training/schedules/01890a5d-ac96-774b-bcce-b302099a8057     | operator
          POST   /api/v2/training/schedules/01890a5d-ac96-774b-bcce-b302099a8057/run | operator
          GET    /api/v2/training/keys                                               | admin
          POST   /api/v2/training/keys                                               | admin
          DELETE /api/v2/training/keys/01890a5d-ac96-774b-bcce-b302099a8057          | admin
          GET    /api/v2/training/audit                                              | admin
          POST   /api/v2/training/routes/rollback                                    | admin
          DELETE /api/v2/training/configurations/01890a5d-ac96-774b-bcce-b302099a8057 | admin
          """)
  void anOperationOpensToItsRoleAndThoseAbove(String operation, String needed) {
    String[] parts = operation.split(" +", 2);
    Answer nobody = call(null, parts[0], parts[1]);
    assertThat(nobody.status()).isEqualTo(401);
    assertThat(nobody.http().headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(nobody.contentType()).isEqualTo("application/problem+json");

    for (Role role : Role.values()) {
      Answer answer = call(key(role), parts[0], parts[1]);
      if (role.includes(Role.of(needed).orElseThrow())) {
        assertThat(answer.status()).as(role.label()).isNotIn(401, 403);
      } else {
        assertThat(answer.status()).as(role.label()).isEqualTo(403);
        assertThat(answer.body().path("detail").asText()).contains("needs the role " + needed);
      }
    }
  }

  @Test
  void headersAreThereBeforeARouteAnswersAndNoneIsWrittenOnTheWayBack() throws Exception {
    Filter headers =
        chain.getFilters().stream()
            .filter(HeaderWriterFilter.class::isInstance)
            .findFirst()
            .orElseThrow();
    MockHttpServletResponse response = new MockHttpServletResponse();

    headers.doFilter(
        new MockHttpServletRequest("GET", "/api/v2/training/queue"),
        response,
        (request, answer) -> {
          assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
          response.reset();
        });

    assertThat(response.getHeaderNames()).isEmpty();
  }

  @Test
  void aScheduleFiresInTheNameOfItsAuthorAndTheAuditLogSaysSo() {
    String author = key(Role.OPERATOR);
    String name = me(author).path("name").asText();
    Answer made =
        postAs(
            author,
            "/schedules",
            "{\"name\": \"of %s\", \"cron\": \"@daily\", \"request\": %s}"
                .formatted(name, REQUEST));
    String id = made.body().path("id").asText();
    assertThat(made.body().path("created_by").asText()).isEqualTo(name);
    jdbc.sql("UPDATE schedules SET next_run = now() WHERE id = CAST(? AS uuid)").param(id).update();

    round.run();

    String viewer = key(Role.VIEWER);
    String job =
        call(viewer, "GET", BASE + "/schedules/" + id).body().at("/last_run/job_id").asText();
    assertThat(call(viewer, "GET", BASE + "/jobs/" + job).body().path("created_by").asText())
        .isEqualTo(name);
    String admin = key(Role.ADMIN);
    JsonNode fired = call(admin, "GET", BASE + "/audit?target=" + job).body().path("items").path(0);
    assertThat(fired.path("caller").asText()).isEqualTo(name);
    assertThat(fired.path("action").asText()).isEqualTo("job.submit");
    assertThat(fired.path("door").asText()).isEqualTo("schedule");
    JsonNode created =
        call(admin, "GET", BASE + "/audit?target=" + id).body().path("items").path(0);
    assertThat(created.path("action").asText()).isEqualTo("schedule.create");
    assertThat(created.path("door").asText()).isEqualTo("http");
    assertThat(call(author, "DELETE", BASE + "/schedules/" + id).status()).isEqualTo(204);
  }

  @Test
  void theProbesAskNobody() {
    for (String path :
        List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
      assertThat(send(request(path).GET()).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void everyFaultOfAKnownCallerKeepsItsStatus() {
    String viewer = key(Role.OPERATOR);

    assertThat(call(viewer, "GET", BASE + "/nosuch").status()).isEqualTo(404);
    assertThat(call(viewer, "PUT", BASE + "/start").status()).isEqualTo(405);
    assertThat(
            send(bearer(request(BASE + "/start"), viewer)
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("{}")))
                .status())
        .isEqualTo(415);
    assertThat(call(viewer, "POST", BASE + "/start").status()).isEqualTo(422);
    assertThat(call(viewer, "GET", BASE + "/jobs/42").status()).isEqualTo(400);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Basic YTpi                                                                        | begins with ty_
          Bearer                                                                            | begins with ty_
          Bearer ty_1G3cVrca0K                                                              | begins with ty_
          Bearer ty_1G3cVrca0K_04kD85EM8ixVcj5y3gFHlK2e3MT6W39Z7fDuH6ZYiIb3K9YcM            | check digits
          Bearer ty_1G3cVrca0K_04kD85EM8ixVcj5y3gFHlK2e3MT6W39Z7fDuH6ZYiIb3K9YcL            | unknown here
          Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb290In0.                                   | begins with ty_
          """)
  void whatIsNoKeyOfThisServiceIsRefusedWithTheReason(String header, String reason) {
    Answer answer = send(request(BASE + "/queue").header("Authorization", header).GET());

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body().path("detail").asText()).contains(reason);
  }

  @Test
  void aKeyIsMadeShownOnceAndRevokedWithinASecond() {
    String admin = key(Role.ADMIN);
    String name = "robot " + UUID.randomUUID();

    Answer made =
        postAs(admin, "/keys", "{\"name\": \"%s\", \"role\": \"viewer\"}".formatted(name));
    assertThat(made.status()).isEqualTo(201);
    String id = made.body().path("id").asText();
    String key = made.body().path("key").asText();
    assertThat(made.http().headers().firstValue("Location")).contains(BASE + "/keys/" + id);
    assertThat(me(key).path("name").asText()).isEqualTo(name);
    assertThat(me(key).path("mode").asText()).isEqualTo("keys");

    Answer list = call(admin, "GET", BASE + "/keys?limit=500");
    assertThat(list.body().toString()).contains(name).doesNotContain(key);
    assertThat(
            postAs(admin, "/keys", "{\"name\": \"%s\", \"role\": \"admin\"}".formatted(name))
                .status())
        .isEqualTo(409);

    assertThat(call(admin, "DELETE", BASE + "/keys/" + id).status()).isEqualTo(200);
    await()
        .atMost(Patience.LIMIT)
        .untilAsserted(() -> assertThat(call(key, "GET", BASE + "/me").status()).isEqualTo(401));
    assertThat(call(key, "GET", BASE + "/me").body().path("detail").asText())
        .contains(name + " was revoked at");
    assertThat(call(admin, "DELETE", BASE + "/keys/" + id).status()).isEqualTo(409);
    assertThat(
            postAs(admin, "/keys", "{\"name\": \"%s\", \"role\": \"viewer\"}".formatted(name))
                .status())
        .as("its name is free again")
        .isEqualTo(201);

    assertThat(audited("target=" + id))
        .extracting(line -> line.path("action").asText())
        .containsExactly("key.revoke", "key.create");
  }

  @Test
  void aKeyOpensNothingAfterItsTime() {
    NewKey key =
        keys.create(
                Caller.COMMAND_LINE,
                "short " + UUID.randomUUID(),
                Role.VIEWER,
                Instant.now().plusSeconds(2))
            .orElseThrow();
    await()
        .atMost(Patience.LIMIT)
        .until(() -> call(key.text().secret(), "GET", BASE + "/me").status() == 401);
    assertThat(call(key.text().secret(), "GET", BASE + "/me").body().path("detail").asText())
        .contains("has expired at");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"role": "viewer"}                                                            | name       | is required
          {"name": "a"}                                                                 | role       | viewer, operator, admin
          {"name": "a", "role": "boss"}                                                 | role       | viewer, operator, admin
          {"name": "a", "role": "Viewer"}                                               | role       | viewer, operator, admin
          {"name": " ", "role": "viewer"}                                               | name       | without spaces at its ends
          {"name": "a", "role": "viewer", "expires_at": "2020-01-01T00:00:00Z"}         | expires_at | must be a time to come
          {"name": "a", "role": "viewer", "expires_at": "tomorrow"}                     | expires_at | ISO-8601
          {"name": "a", "role": "viewer", "expires": null}                              | expires    | unknown field
          """)
  void aWrongRequestForAKeyNamesTheField(String body, String field, String message) {
    Answer answer = postAs(key(Role.ADMIN), "/keys", body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error(field)).contains(message);
  }

  /** As often as it takes: each race is over in a moment. */
  @Test
  void ofTwoAdminsWhoRevokeEachOtherOneRemains() throws Exception {
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      for (int race = 0; race < 20; race++) {
        NewKey one = newKey(Role.ADMIN);
        NewKey other = newKey(Role.ADMIN);
        CountDownLatch start = new CountDownLatch(1);
        Future<Integer> byOne = both.submit(() -> revoke(start, one, other));
        Future<Integer> byOther = both.submit(() -> revoke(start, other, one));
        start.countDown();

        assertThat(List.of(byOne.get(), byOther.get())).containsExactlyInAnyOrder(200, 401);
      }
    } finally {
      both.shutdownNow();
    }
  }

  private int revoke(CountDownLatch start, NewKey asking, NewKey target) throws Exception {
    start.await();
    return call(asking.text().secret(), "DELETE", BASE + "/keys/" + target.key().id()).status();
  }

  @Test
  void whoMayNotIsInTheAuditLogButAFloodOfThemIsNot() {
    NewKey viewer = newKey(Role.VIEWER);
    for (int i = 0; i < 20; i++) {
      assertThat(call(viewer.text().secret(), "POST", BASE + "/queue/pause").status())
          .isEqualTo(403);
    }
    List<JsonNode> lines = audited("outcome=denied&caller=" + viewer.key().name());
    assertThat(lines).hasSizeBetween(1, 2);
    assertThat(lines.get(0).path("action").asText()).isEqualTo("POST /api/v2/training/queue/pause");
    assertThat(lines.get(0).path("details").asText()).isEqualTo("403, needs operator");
    assertThat(lines.get(0).path("address").asText()).isEqualTo("127.0.0.1");
  }

  @Test
  void noKeyIsInTheLogOrAnAnswer(CapturedOutput log) {
    NewKey operator = newKey(Role.OPERATOR);
    String secret = operator.text().secret();
    List<Answer> answers =
        Stream.of("/queue", "/nosuch", "/jobs/42", "/routes", "/queue?key=" + secret)
            .map(path -> call(secret, "GET", BASE + path))
            .toList();

    assertThat(answers).noneMatch(answer -> answer.http().headers().toString().contains(secret));
    assertThat(answers.subList(0, 4))
        .noneMatch(answer -> answer.body().toString().contains(secret));
    assertThat(log.getAll()).doesNotContain(secret);
  }

  @Test
  void aJobKnowsWhoAskedAndTheAuditLogWhoDidWhat() {
    NewKey anna = newKey(Role.OPERATOR);
    NewKey ben = newKey(Role.OPERATOR);
    String job = postAs(anna.text().secret(), "/start", REQUEST).body().path("job_id").asText();
    String path = BASE + "/jobs/" + job;

    assertThat(call(ben.text().secret(), "GET", path).body().path("created_by").asText())
        .isEqualTo(anna.key().name());
    assertThat(call(ben.text().secret(), "DELETE", path).status()).isEqualTo(200);
    assertThat(call(ben.text().secret(), "DELETE", path).status()).isEqualTo(409);
    assertThat(call(anna.text().secret(), "POST", path + "/retry").status()).isEqualTo(202);

    assertThat(audited("target=" + job))
        .extracting(line -> line.path("caller").asText() + " " + line.path("action").asText())
        .containsExactly(
            anna.key().name() + " job.retry",
            ben.key().name() + " job.cancel",
            anna.key().name() + " job.submit");
  }

  @Test
  void anIdempotencyKeyBelongsToItsApiKey() {
    String anna = key(Role.OPERATOR);
    String ben = key(Role.OPERATOR);
    for (String path : List.of("/start", "/batches")) {
      String body = path.equals("/start") ? REQUEST : BATCH;
      Answer first = keyed(anna, path, body);
      Answer other = keyed(ben, path, body);

      assertThat(first.status()).isEqualTo(202);
      assertThat(keyed(anna, path, body).http().headers().firstValue("Idempotency-Replayed"))
          .contains("true");
      assertThat(other.status()).isEqualTo(202);
      assertThat(other.http().headers().firstValue("Idempotency-Replayed")).isEmpty();
    }
  }

  private Answer keyed(String key, String path, String body) {
    return send(
        bearer(request(BASE + path), key)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "the-same")
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void linesOfTheAuditLogAreForgottenInTheirTime() {
    String old = "old " + UUID.randomUUID();
    jdbc.sql(
            """
            INSERT INTO audit_log (time, caller, door, action, outcome)
            SELECT now() - interval '366 days', ?, 'http', 'test', 'done' FROM generate_series(1, 5001)
            """)
        .param(old)
        .update();
    newKey(Role.VIEWER);
    audit.forget("365d");

    assertThat(audited("caller=" + old)).isEmpty();
    assertThat(audited("action=key.create")).isNotEmpty();
  }

  /** A client's word for who it is counts for nothing. */
  @Test
  void theHeaderThatCarriesTheCallerInsideIsNotTakenFromOutside() {
    Answer answer =
        send(
            bearer(request(BASE + "/queue/pause"), key(Role.VIEWER))
                .header(Caller.HEADER, Caller.anonymous(null).encoded())
                .POST(BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(403);
  }

  private JsonNode me(String key) {
    return call(key, "GET", BASE + "/me").body();
  }

  private List<JsonNode> audited(String query) {
    JsonNode items =
        call(key(Role.ADMIN), "GET", BASE + "/audit?" + query.replace(" ", "%20"))
            .body()
            .path("items");
    return Stream.iterate(0, i -> i < items.size(), i -> i + 1).map(items::get).toList();
  }

  @Test
  void aStreamOfEventsEndsWhenItsKeyIsRevoked() {
    NewKey revoked = newKey(Role.VIEWER);
    try (EventClient ends = follow(revoked);
        EventClient stays = follow(newKey(Role.VIEWER))) {
      assertThat(ends.status()).isEqualTo(200);

      keys.revoke(Caller.COMMAND_LINE, revoked.key().id());

      ends.awaitEnd();
      assertThat(stays.ended()).isFalse();
      assertThat(follow(revoked).status()).isEqualTo(401);
    }
  }

  @Test
  void aClientHasSoManyStreamsOfEventsAndNoMore() {
    NewKey key = newKey(Role.VIEWER);
    List<EventClient> open = Stream.generate(() -> follow(key)).limit(20).toList();
    try {
      assertThat(open).allMatch(stream -> stream.status() == 200);
      Answer refused = call(key.text().secret(), "GET", BASE + "/events");

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body().path("detail").asText()).contains(key.key().name(), "20");
      open.get(0).close();
      await()
          .untilAsserted(
              () -> {
                try (EventClient again = follow(key)) {
                  assertThat(again.status()).isEqualTo(200);
                }
              });
    } finally {
      open.forEach(EventClient::close);
    }
  }

  private EventClient follow(NewKey key) {
    return EventClient.open(bearer(request(BASE + "/events"), key.text().secret()));
  }

  private String key(Role role) {
    return newKey(role).text().secret();
  }

  private NewKey newKey(Role role) {
    return keys.create(Caller.COMMAND_LINE, role.label() + UUID.randomUUID(), role, null)
        .orElseThrow();
  }

  private Answer postAs(String key, String path, String body) {
    return send(
        bearer(request(BASE + path), key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private Answer call(@Nullable String key, String method, String path) {
    HttpRequest.Builder request =
        request(path).header("Content-Type", "application/json").header("Accept", "*/*");
    HttpRequest.BodyPublisher body =
        method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody();
    return send((key == null ? request : bearer(request, key)).method(method, body));
  }

  private static HttpRequest.Builder bearer(HttpRequest.Builder request, String key) {
    return request.header("Authorization", "Bearer " + key);
  }
}
