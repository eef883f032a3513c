package dev.trainyard.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.schedule.FileSchedule;
import dev.trainyard.schedule.Misfire;
import dev.trainyard.schedule.Overlap;
import dev.trainyard.schedule.ScheduleChanges;
import dev.trainyard.schedule.ScheduleCheck;
import dev.trainyard.schedule.ScheduleDefinition;
import dev.trainyard.schedule.ScheduleRound;
import dev.trainyard.schedule.ScheduledWork;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.support.EventClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Schedules over HTTP, and rounds that the test itself makes. */
class ScheduleIT extends ApiFixture {
  private static final String REQUEST =
      "\"request\": {\"strategy\": \"SUPPLY_SHOCK\", \"symbol\": \"BTC/USDT\", \"seed\": 7}";
  private static final String BATCH =
      "\"batch\": {\"strategies\": [\"SUPPLY_SHOCK\"], \"symbols\": [\"BTC/USDT\", \"ETH/USDT\"]}";

  @Autowired private ScheduleRound round;
  @Autowired private ScheduleCheck check;
  @Autowired private ScheduleChanges changes;
  @Autowired private StrategyCatalog strategies;
  @Autowired private JobStore jobs;
  @Autowired private StringRedisTemplate redis;
  @Autowired private MeterRegistry meters;

  private List<Strategy> allStrategies = List.of();

  @BeforeEach
  void remember() {
    allStrategies = strategies.all();
  }

  @AfterEach
  void deleteAll() {
    strategies.replaceWith(new StrategyCatalog(allStrategies));
    jdbc.sql("DELETE FROM schedules").update();
  }

  @Test
  void aScheduleIsMadeShownListedReplacedAndDeleted() {
    Answer made = post("/schedules", body("a", "30 2 * * *", "\"time_zone\": \"Europe/Berlin\""));

    assertThat(made.status()).isEqualTo(201);
    JsonNode schedule = made.body();
    String id = schedule.path("id").asText();
    assertThat(made.http().headers().firstValue("Location"))
        .contains("/api/v2/training/schedules/" + id);
    assertThat(schedule.fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "name",
            "cron",
            "time_zone",
            "enabled",
            "overlap",
            "misfire",
            "request",
            "problem",
            "last_run",
            "next_runs",
            "source",
            "file",
            "created_by",
            "created_at",
            "updated_at");
    assertThat(schedule.path("request").toString())
        .isEqualTo("{\"strategy\":\"SUPPLY_SHOCK\",\"symbol\":\"BTC/USDT\",\"seed\":7}");
    assertThat(schedule.path("next_runs"))
        .hasSize(5)
        .allSatisfy(
            time -> {
              OffsetDateTime run = OffsetDateTime.parse(time.asText());
              assertThat(run).isAfter(OffsetDateTime.now(ZoneOffset.UTC));
              assertThat(run.getOffset().getTotalSeconds()).isIn(3600, 7200);
            });
    assertThat(get("/schedules/" + id).body()).isEqualTo(schedule);
    assertThat(all("/schedules", 1, "id")).containsExactly(id);

    Answer replaced =
        put(id, "{\"name\": \"b\", \"cron\": \"@daily\", \"enabled\": false, " + BATCH + "}");
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.body().path("name").asText()).isEqualTo("b");
    assertThat(replaced.body().path("next_runs")).isEmpty();
    assertThat(replaced.body().has("request")).isFalse();
    assertThat(replaced.body().at("/batch/symbols")).hasSize(2);

    assertThat(delete("/schedules/" + id).status()).isEqualTo(204);
    assertThat(get("/schedules/" + id).status()).isEqualTo(404);
    assertThat(delete("/schedules/" + id).status()).isEqualTo(404);
    assertThat(put(id, body("a", "@daily")).status()).isEqualTo(404);
    assertThat(post("/schedules/%s/run".formatted(id)).status()).isEqualTo(404);
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnceAndNothingIsStored() {
    Answer answer =
        post(
            "/schedules",
            """
            {"name": "a", "cron": "0 0 30 2 *", "time_zone": "Europe/Berlyn", "misfire": "never",
             "request": {"strategy": "NOPE", "symbol": "btc", "run_at": "tomorrow"}}
            """);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("cron")).startsWith("is never due");
    assertThat(answer.error("time_zone")).contains("did you mean Europe/Berlin");
    assertThat(answer.error("misfire")).contains("once, skip");
    assertThat(answer.error("request.strategy")).contains("SUPPLY_SHOCK");
    assertThat(answer.error("request.symbol")).contains("BTC/USDT");
    assertThat(answer.error("request.run_at")).isNotBlank();
    assertThat(post("/schedules", body("a", "* * * * * *")).error("cron")).contains("min-interval");
    assertThat(post("/schedules", "nothing").status()).isEqualTo(400);
    assertThat(post("/schedules", "[]").status()).isEqualTo(422);
    assertThat(all("/schedules", 50, "id")).isEmpty();
  }

  @Test
  void numbersAreShownAsTheyWereWritten() {
    Answer answer =
        post(
            "/schedules",
            "{\"name\": \"n\", \"cron\": \"@daily\", \"request\": {\"strategy\": \"SUPPLY_SHOCK\","
                + " \"symbol\": \"BTC/USDT\", \"n_iterations\": 20, \"seed\": 1000000}}");

    assertThat(answer.http().body()).contains("\"n_iterations\":20,", "\"seed\":1000000}");
  }

  @Test
  void aNameIsGivenOnce() {
    String a = make("a");
    String b = make("b");

    Answer again = post("/schedules", body("a", "@daily"));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body().path("detail").asText()).contains("a already, " + a);
    assertThat(put(b, body("a", "@daily")).status()).isEqualTo(409);
    assertThat(put(b, body("b", "@hourly")).status()).isEqualTo(200);
  }

  @Test
  void aRepetitionWithItsKeyIsTheSameSchedule() {
    String key = UUID.randomUUID().toString();
    Answer first = create(key, body("a", "@daily"));
    Answer again = create(key, body("a", "@daily", "\"enabled\": true").replace(": ", " :  "));

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.http().headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.http().headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(create(key, body("a", "@hourly")).error("Idempotency-Key"))
        .contains("another request, schedule " + first.body().path("id").asText());
    assertThat(create("a b", body("c", "@daily")).status()).isEqualTo(400);

    jdbc.sql("UPDATE schedules SET created_at = now() - interval '25 hours'").update();
    assertThat(create(key, body("c", "@daily")).status()).isEqualTo(201);
  }

  @Test
  void aDueScheduleSubmitsItsJobOnceAndIsDueAgainLater() {
    String id = make("a");
    Instant due = due(id, 10);
    double before = fired();

    round.run();
    round.run();

    JsonNode schedule = get("/schedules/" + id).body();
    assertThat(schedule.at("/last_run/outcome").asText()).isEqualTo("fired");
    assertThat(Instant.parse(schedule.at("/last_run/fire_time").asText())).isEqualTo(due);
    String job = schedule.at("/last_run/job_id").asText();
    assertThat(get("/jobs/" + job).body().at("/request/seed").asInt()).isEqualTo(7);
    assertThat(redis.opsForZSet().score(ReadySet.KEY, job))
        .as("a hint for the workers")
        .isPositive();
    assertThat(OffsetDateTime.parse(schedule.at("/next_runs/0").asText()))
        .isAfter(OffsetDateTime.now(ZoneOffset.UTC));
    assertThat(runs(id)).containsExactly("fired");
    assertThat(fired()).isEqualTo(before + 1);
  }

  @Test
  void aDueBatchIsSubmittedAsAWhole() {
    String id =
        post("/schedules", "{\"name\": \"a\", \"cron\": \"@daily\", " + BATCH + "}")
            .body()
            .path("id")
            .asText();
    due(id, 10);

    round.run();

    String batch = get("/schedules/" + id).body().at("/last_run/batch_id").asText();
    assertThat(get("/batches/" + batch).body().path("jobs").asInt()).isEqualTo(2);
    due(id, 5);
    round.run();
    assertThat(get("/schedules/" + id).body().at("/last_run/reason").asText())
        .isEqualTo("batch %s of the last run is not final".formatted(batch));
    delete("/batches/" + batch);
    due(id, 1);
    round.run();
    assertThat(runs(id)).containsExactly("fired", "skipped", "fired");
  }

  @Test
  void whileTheLastJobIsNotFinalARunIsLeftOutOrQueued() {
    String skips = make("a");
    String queues =
        post("/schedules", body("b", "@hourly", "\"overlap\": \"queue\""))
            .body()
            .path("id")
            .asText();
    for (int n = 3; n > 0; n--) {
      due(skips, n);
      due(queues, n);
      round.run();
    }

    assertThat(runs(queues)).containsExactly("fired", "fired", "fired");
    assertThat(runs(skips)).containsExactly("fired", "skipped", "skipped");
    jobs.cancel(started(skips));
    due(skips, 0);
    round.run();
    assertThat(runs(skips)).last().isEqualTo("fired");
  }

  @Test
  void whatWasMissedIsMadeUpForOnceOrLeftOut() {
    String once = make("a");
    String skip =
        post("/schedules", body("b", "@hourly", "\"misfire\": \"skip\""))
            .body()
            .path("id")
            .asText();
    Instant due = due(once, 3 * 3600);
    due(skip, 3 * 3600);

    round.run();

    assertThat(runs(once)).containsExactly("fired");
    JsonNode schedule = get("/schedules/" + once).body();
    assertThat(Instant.parse(schedule.at("/last_run/fire_time").asText())).isEqualTo(due);
    assertThat(OffsetDateTime.parse(schedule.at("/next_runs/0").asText()))
        .isAfter(OffsetDateTime.now(ZoneOffset.UTC));
    assertThat(get("/schedules/" + skip).body().at("/last_run/reason").asText())
        .isEqualTo("it was more than a minute late");
    assertThat(runs(skip).get(0)).isEqualTo("skipped");
  }

  @Test
  void whoeverFollowsTheServiceIsToldOfEachRun() {
    String id = post("/schedules", body("told", "@daily")).body().path("id").asText();
    try (EventClient stream = EventClient.open(request("/api/v2/training/events?types=schedule"))) {
      Answer run = post("/schedules/%s/run".formatted(id));

      EventClient.Event told = stream.receive("schedule");
      assertThat(told.text("schedule_id")).isEqualTo(id);
      assertThat(told.text("name")).isEqualTo("told");
      assertThat(told.text("outcome")).isEqualTo("manual");
      assertThat(told.text("job_id")).isEqualTo(run.body().path("job_id").asText());
    }
  }

  @Test
  void aScheduleWhoseCallbackCouldNotBeSignedIsNotStored() {
    Answer answer =
        post(
            "/schedules",
            "{\"name\": \"a\", \"cron\": \"@daily\", \"request\": {\"strategy\": \"SUPPLY_SHOCK\","
                + " \"symbol\": \"BTC/USDT\", \"callback_url\": \"https://example.org/\"}}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("request.callback_url")).contains("TRAINYARD_CALLBACKS_SECRET");
  }

  @Test
  void aDisabledScheduleFiresOnlyByHand() {
    String id =
        post("/schedules", body("a", "@daily", "\"enabled\": false")).body().path("id").asText();
    due(id, 10);
    round.run();
    assertThat(runs(id)).isEmpty();

    Answer run = post("/schedules/%s/run".formatted(id));

    assertThat(run.status()).isEqualTo(202);
    String job = run.body().path("job_id").asText();
    assertThat(run.http().headers().firstValue("Location"))
        .contains("/api/v2/training/jobs/" + job);
    assertThat(get("/jobs/" + job).body().path("status").asText()).isEqualTo("PENDING");
    JsonNode last = get("/schedules/" + id).body().path("last_run");
    assertThat(last.path("outcome").asText()).isEqualTo("manual");
    assertThat(last.path("job_id").asText()).isEqualTo(job);
  }

  @Test
  void aScheduleWhoseStrategyHasGoneSaysSoAndDoesNotFire() {
    String id = make("a");
    strategies.replaceWith(
        new StrategyCatalog(
            allStrategies.stream().filter(s -> !s.name().equals("SUPPLY_SHOCK")).toList()));
    check.ask();
    round.run();

    String problem = get("/schedules/" + id).body().path("problem").asText();
    assertThat(problem).startsWith("request.strategy: no strategy SUPPLY_SHOCK");
    due(id, 10);
    round.run();
    assertThat(runs(id)).containsExactly("refused");
    JsonNode schedule = get("/schedules/" + id).body();
    assertThat(schedule.at("/last_run/reason").asText()).isEqualTo(problem);
    assertThat(schedule.path("problem").asText()).isEqualTo(problem);
    Answer run = post("/schedules/%s/run".formatted(id));
    assertThat(run.status()).isEqualTo(409);
    assertThat(run.body().path("detail").asText()).contains(problem);

    strategies.replaceWith(new StrategyCatalog(allStrategies));
    due(id, 5);
    round.run();
    assertThat(runs(id)).containsExactly("refused", "fired");
    assertThat(get("/schedules/" + id).body().path("problem").isNull()).isTrue();
  }

  @Test
  void oneThatCannotFireAtAllHoldsUpNoOther() {
    String broken = make("a");
    String sound = make("b");
    due(broken, 20);
    due(sound, 10);
    jdbc.sql("UPDATE schedules SET time_zone = 'Moon/Tycho' WHERE id = CAST(? AS uuid)")
        .param(broken)
        .update();

    round.run();

    assertThat(runs(sound)).containsExactly("fired");
    JsonNode schedule = get("/schedules/" + broken).body();
    assertThat(schedule.path("problem").asText()).contains("failed unexpectedly");
    assertThat(schedule.path("next_runs")).hasSize(1);
  }

  @Test
  void aTimeThatHasPassedIsForgottenWhenTheTimesChangeAndKeptOtherwise() {
    String id = make("a");
    due(id, 10);
    put(id, body("renamed", "@hourly"));
    round.run();
    assertThat(runs(id)).containsExactly("fired");

    due(id, 5);
    put(id, body("renamed", "@daily"));
    round.run();
    assertThat(runs(id)).containsExactly("fired");
  }

  @Test
  void roundsAtOnceFireEachScheduleOnce() {
    List<String> ids = IntStream.range(0, 40).mapToObj(n -> make("s" + n)).toList();
    ids.forEach(id -> due(id, 10));

    List<CompletableFuture<Void>> rounds = new ArrayList<>();
    for (int n = 0; n < 6; n++) {
      rounds.add(CompletableFuture.runAsync(round::run));
    }
    rounds.forEach(CompletableFuture::join);

    assertThat(ids).allSatisfy(id -> assertThat(runs(id)).containsExactly("fired"));
    assertThat(
            jdbc.sql(
                    """
                    SELECT count(DISTINCT r.job_id) FROM schedule_runs r JOIN training_jobs j ON j.id = r.job_id
                    """)
                .query(Integer.class)
                .single())
        .isEqualTo(40);
  }

  @Test
  void theTableMirrorsTheFilesAndAScheduleOfAFileIsChangedByItAlone() {
    FileSchedule first = file("first", "@daily");
    FileSchedule second = file("second", "@daily");
    changes.mirror(List.of(first, second));
    changes.mirror(List.of(first, second));
    make("first");

    assertThat(all("/schedules", 50, "file"))
        .containsExactlyInAnyOrder(first.file(), second.file(), "null");
    String id = idOf(first.file());
    for (Answer answer : List.of(put(id, body("x", "@daily")), delete("/schedules/" + id))) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.body().path("detail").asText()).contains(first.file());
    }
    assertThat(post("/schedules/%s/run".formatted(id)).status()).isEqualTo(202);

    changes.mirror(List.of(file("first", "@hourly")));

    assertThat(idOf(first.file())).as("an edit keeps the schedule and its runs").isEqualTo(id);
    JsonNode edited = get("/schedules/" + id).body();
    assertThat(edited.path("cron").asText()).isEqualTo("@hourly");
    assertThat(edited.path("source").asText()).isEqualTo("file");
    assertThat(edited.path("created_by").asText()).isEqualTo("files");
    assertThat(edited.at("/last_run/outcome").asText()).isEqualTo("manual");
    assertThat(all("/schedules", 50, "name")).containsExactlyInAnyOrder("first", "first");
  }

  @Test
  void theRunsOfAScheduleAreForgottenInTheEnd() {
    String id = make("a");
    jdbc.sql(
            """
            INSERT INTO schedule_runs (schedule_id, fire_time, at, outcome)
            SELECT CAST(? AS uuid), now() - n * interval '1 day', now() - n * interval '1 day', 'skipped'
            FROM generate_series(1, 150) AS n
            """)
        .param(id)
        .update();
    due(id, 10);
    round.run();

    assertThat(runs(id)).hasSize(100).last().isEqualTo("fired");
  }

  @ParameterizedTest
  @CsvSource({"01890a5d-ac96-774b-bcce-b302099a8057, 404", "42, 400"})
  void whatIsNotThereIsNotFound(String id, int status) {
    assertThat(get("/schedules/" + id).status()).isEqualTo(status);
    assertThat(delete("/schedules/" + id).status()).isEqualTo(status);
    assertThat(put(id, body("a", "@daily")).status()).isEqualTo(status);
    assertThat(post("/schedules/%s/run".formatted(id)).status()).isEqualTo(status);
  }

  private static FileSchedule file(String name, String cron) {
    return new FileSchedule(
        "config/schedules/%s.yaml".formatted(name),
        new ScheduleDefinition(
            name,
            cron,
            "UTC",
            true,
            Overlap.SKIP,
            Misfire.ONCE,
            new ScheduledWork(
                ScheduledWork.Kind.REQUEST,
                "{\"strategy\":\"SUPPLY_SHOCK\",\"symbol\":\"BTC/USDT\"}")));
  }

  private static String body(String name, String cron, String... fields) {
    String more = fields.length == 0 ? "" : String.join(", ", fields) + ", ";
    return "{\"name\": \"%s\", \"cron\": \"%s\", %s%s}".formatted(name, cron, more, REQUEST);
  }

  private String make(String name) {
    return post("/schedules", body(name, "@hourly")).body().path("id").asText();
  }

  private Answer create(String key, String body) {
    return send(
        request("/api/v2/training/schedules")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }

  private Answer put(String id, String body) {
    return send(
        request("/api/v2/training/schedules/" + id)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  /** Lets a schedule be due since some seconds; returns when. */
  private Instant due(String id, int seconds) {
    return jdbc.sql(
            "UPDATE schedules SET next_run = date_trunc('second', now()) - ? * interval '1 second'"
                + " WHERE id = CAST(? AS uuid) RETURNING next_run")
        .param(seconds)
        .param(id)
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  private List<String> runs(String id) {
    return jdbc.sql(
            "SELECT outcome FROM schedule_runs WHERE schedule_id = CAST(? AS uuid) ORDER BY at")
        .param(id)
        .query(String.class)
        .list();
  }

  private UUID started(String id) {
    return jdbc.sql("SELECT last_job_id FROM schedules WHERE id = CAST(? AS uuid)")
        .param(id)
        .query(UUID.class)
        .single();
  }

  private String idOf(String file) {
    return jdbc.sql("SELECT id FROM schedules WHERE file = ?")
        .param(file)
        .query(UUID.class)
        .single()
        .toString();
  }

  private double fired() {
    return meters.get("trainyard.schedule.runs").tag("outcome", "fired").counter().count();
  }
}
