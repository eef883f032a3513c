package dev.trainyard.api.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.TrainyardApplication;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.api.SampleRows;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.Stage;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.stream.EventStore;
import dev.trainyard.job.work.JournalEntry;
import dev.trainyard.job.work.LogLine;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.job.work.StoredTrial;
import dev.trainyard.job.work.TrialEvent;
import dev.trainyard.job.work.WorkStore;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.job.worker.WorkerRegistry;
import dev.trainyard.support.EventClient;
import dev.trainyard.support.EventClient.Event;
import dev.trainyard.support.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Streams of events at two processes on one database. The second one has no Redis and little
 * patience.
 */
class EventsIT extends ApiFixture {
  private static final String BASE = "/api/v2/training";
  private static final int STREAMS = 8;

  private static @Nullable ConfigurableApplicationContext second;

  @Autowired private JobStore store;
  @Autowired private JobClaims claims;
  @Autowired private WorkStore work;
  @Autowired private EventStore events;
  @Autowired private DataSource dataSource;
  @Autowired private Environment environment;
  @Autowired private StringRedisTemplate redis;

  @BeforeEach
  void startSecond() {
    if (second == null) {
      second = another();
    }
  }

  private ConfigurableApplicationContext another() {
    return new SpringApplicationBuilder(TrainyardApplication.class)
        .run(
            "--server.port=0",
            "--trainyard.role=api",
            "--camel.main.routes-include-pattern=file:routes/api/*.camel.yaml",
            "--DATABASE_URL=" + environment.getProperty("DATABASE_URL"),
            "--REDIS_URL=redis://localhost:" + FreePort.find(),
            "--trainyard.events.max-streams=" + STREAMS,
            "--trainyard.events.heartbeat=1s",
            "--trainyard.events.stall-timeout=1s");
  }

  @AfterAll
  static void stopSecond() {
    if (second != null) {
      second.close();
      second = null;
    }
  }

  private static int portOf(ConfigurableApplicationContext process) {
    return Integer.parseInt(process.getEnvironment().getRequiredProperty("local.server.port"));
  }

  private HttpRequest.Builder atSecond(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + portOf(second) + BASE + path));
  }

  private EventClient follow(String path) {
    return EventClient.open(request(BASE + path));
  }

  private EventClient followAfter(String path, long id) {
    return EventClient.open(request(BASE + path).header("Last-Event-ID", Long.toString(id)));
  }

  private UUID submit() {
    return UUID.fromString(
        post("/start", "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\"}")
            .body()
            .path("job_id")
            .asText());
  }

  private Lease claim(UUID job) {
    return claims.claim(List.of(job), "w-1", true).get(0).lease();
  }

  private void write(Lease lease, int number, double score, boolean best, double share) {
    work.store(
        lease,
        new JournalEntry(
            List.of(
                new StoredTrial(
                    "search",
                    number,
                    "{\"pierce_depth\": 0.002}",
                    score,
                    0,
                    true,
                    "{}",
                    null,
                    null)),
            ProgressSnapshot.of(Stage.OPTIMIZATION, share, "searching"),
            List.of(LogLine.info("line " + number, Stage.OPTIMIZATION, "Trial " + number)),
            new TrialEvent("search", number, best)));
  }

  private void fail(Lease lease) {
    store.fail(
        lease,
        new JobFailure(FailureKind.TRANSIENT, "Broken", "it broke", Stage.OPTIMIZATION, "x"));
  }

  private UUID finished() {
    UUID job = submit();
    Lease lease = claim(job);
    write(lease, 0, 1.5, true, 0.1);
    write(lease, 1, 1.2, false, 0.2);
    fail(lease);
    return job;
  }

  private static List<String> names(List<Event> events) {
    return events.stream().map(Event::name).toList();
  }

  @Test
  void aStreamTellsTheStoryThenTheProgressThenWhatHappensUpToTheFinalState() {
    UUID job = submit();
    Lease lease = claim(job);
    write(lease, 0, 1.5, true, 0.1);
    try (EventClient stream = follow("/jobs/" + job + "/events")) {
      Event progress = stream.receive("progress");

      assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
      assertThat(names(stream.events()))
          .hasSize(5)
          .startsWith("state", "state")
          .endsWith("progress");
      assertThat(names(stream.events())).contains("log", "trial");
      assertThat(progress.id()).isNull();
      assertThat(progress.text("current_step")).isEqualTo("OPTIMIZATION");
      Event running = stream.events("state").get(1);
      assertThat(running.text("status")).isEqualTo("RUNNING");
      assertThat(running.text("worker_id")).isEqualTo("w-1");
      Event trial = stream.receive("trial");
      assertThat(trial.data().path("best").asBoolean()).isTrue();
      assertThat(trial.data().at("/parameters/pierce_depth").asDouble()).isEqualTo(0.002);

      write(lease, 1, 1.2, false, 0.5);
      stream.receive(
          event -> event.name().equals("trial") && event.data().path("number").asInt() == 1);
      stream.receive(
          event -> event.name().equals("log") && event.text("message").equals("Trial 1"));
      fail(lease);

      List<Event> all = stream.awaitEnd();
      Event last = all.get(all.size() - 1);
      assertThat(last.text("status")).isEqualTo("FAILED");
      assertThat(last.data().at("/error/class").asText()).isEqualTo("Broken");
      assertThat(stream.ids()).isSorted().doesNotHaveDuplicates();
      assertThat(
              stream
                  .events("progress")
                  .get(stream.events("progress").size() - 1)
                  .data()
                  .path("is_complete")
                  .asBoolean())
          .as("the last progress comes before the final state")
          .isTrue();
    }
  }

  @Test
  void aBrowserThatConnectsAgainAfterTheEndIsToldToStopAndARetriedJobGoesOn() {
    UUID job = finished();
    long last;
    try (EventClient whole = follow("/jobs/" + job + "/events")) {
      whole.awaitEnd();
      last = whole.lastId();
    }
    Answer over =
        send(request(BASE + "/jobs/" + job + "/events").header("Last-Event-ID", "" + last));
    assertThat(over.status()).isEqualTo(204);

    assertThat(post("/jobs/" + job + "/retry").status()).isEqualTo(202);

    try (EventClient again = followAfter("/jobs/" + job + "/events", last)) {
      assertThat(again.receive("state").text("status")).isEqualTo("PENDING");
      delete("/jobs/" + job);
      List<Event> all = again.awaitEnd();
      assertThat(all.get(all.size() - 1).text("status")).isEqualTo("CANCELLED");
    }
  }

  @Test
  void resumedAtAnyEventAtAnyProcessTheRestIsTheSame() {
    UUID job = finished();
    List<Long> whole;
    try (EventClient stream = follow("/jobs/" + job + "/events")) {
      stream.awaitEnd();
      whole = stream.ids();
    }
    assertThat(whole).hasSizeGreaterThan(6);
    redis.execute(
        (RedisCallback<Object>)
            connection -> {
              connection.serverCommands().flushDb();
              return null;
            });

    for (int i = 0; i < whole.size() - 1; i++) {
      String path = "/jobs/" + job + "/events";
      try (EventClient here = followAfter(path, whole.get(i));
          EventClient there = EventClient.open(atSecond(path + "?last_event_id=" + whole.get(i)))) {
        here.awaitEnd();
        there.awaitEnd();
        assertThat(here.ids()).isEqualTo(whole.subList(i + 1, whole.size()));
        assertThat(there.ids()).isEqualTo(whole.subList(i + 1, whole.size()));
      }
    }
  }

  @Test
  void aLongStoryComesInPartsAndWhole() {
    UUID job = submit();
    Lease lease = claim(job);
    List<LogLine> lines = new ArrayList<>();
    for (int i = 0; i < 950; i++) {
      lines.add(LogLine.info("line " + i, Stage.OPTIMIZATION, "Line " + i));
    }
    work.store(lease, new JournalEntry(List.of(), null, lines));
    try (EventClient live = follow("/jobs/" + job + "/events")) {
      live.receive(event -> event.text("message").equals("Line 949"));
      fail(lease);
      live.awaitEnd();

      assertThat(live.ids()).hasSize(954).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void anIdOfAnotherJobIsToldAndTheStoryFollows() {
    UUID job = finished();
    UUID other = finished();
    long foreign;
    try (EventClient stream = follow("/jobs/" + other + "/events")) {
      foreign = stream.receive("state").id();
    }
    try (EventClient stream = followAfter("/jobs/" + job + "/events", foreign);
        EventClient whole = follow("/jobs/" + job + "/events")) {
      stream.awaitEnd();
      whole.awaitEnd();

      Event gap = stream.events().get(0);
      assertThat(gap.name()).isEqualTo("gap");
      assertThat(gap.data().path("requested").asLong()).isEqualTo(foreign);
      assertThat(gap.data().path("oldest").asLong()).isEqualTo(whole.ids().get(0));
      assertThat(stream.ids()).isEqualTo(whole.ids());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.5", "99999999999999999999"})
  void anIdThatIsNoNumberIsRefused(String id) {
    for (String path : List.of("/events", "/jobs/" + finished() + "/events")) {
      Answer answer = send(request(BASE + path).header("Last-Event-ID", id));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error("Last-Event-ID")).contains("whole number", id);
    }
  }

  @Test
  void anUnknownTypeIsRefusedWithTheAllowedOnes() {
    assertThat(get("/events?types=state,sate").error("types"))
        .contains("sate", "dead-letter", "route-edit");
  }

  @Test
  void aHeadRequestOpensNothing() {
    Answer answer =
        send(request(BASE + "/events").method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.http().headers().firstValue("X-Accel-Buffering")).contains("no");
  }

  @Test
  void whatHappensIsToldToAllWhoFollowEverything() {
    try (EventClient all = follow("/events");
        EventClient there = EventClient.open(atSecond("/events"))) {
      UUID job = submit();
      Lease lease = claim(job);
      write(lease, 0, 1.5, true, 0.1);
      post("/queue/pause");
      post("/queue/resume");
      WorkerRegistry worker =
          new WorkerRegistry(jdbc, new WorkerIdentity("w-" + job, "host", 1, "1.0"));
      worker.renew(1);
      worker.renew(1);
      worker.remove();
      jdbc.sql(
              """
              INSERT INTO route_edits (id, files, outcome, problems) VALUES (uuid_v7(), '["a.camel.yaml"]', 'applied', '[]')
              """)
          .update();
      jdbc.sql(
              """
              SELECT service_event('schedule', json_build_object('schedule_id', uuid_v7(), 'name', 'nightly',
                  'fire_time', '2026-01-31T08:30:00Z', 'outcome', 'fired'))
              """)
          .query()
          .listOfRows();
      fail(lease);

      for (EventClient stream : List.of(all, there)) {
        Event letter = stream.receive("dead-letter");
        assertThat(letter.text("job_id")).isEqualTo(job.toString());
        assertThat(letter.text("error_class")).isEqualTo("Broken");
        stream.receive(
            event -> event.name().equals("state") && event.text("status").equals("FAILED"));
        stream.receive("progress");
        stream.receive("trial");
        assertThat(stream.events("queue"))
            .extracting(event -> event.data().path("paused").asBoolean())
            .containsExactly(true, false);
        assertThat(stream.events("worker"))
            .filteredOn(event -> event.text("worker_id").equals("w-" + job))
            .extracting(event -> event.text("change"))
            .containsExactly("started", "stopped");
        assertThat(stream.events("route-edit").get(0).data().at("/files/0").asText())
            .isEqualTo("a.camel.yaml");
        assertThat(stream.events("schedule")).hasSize(1);
        assertThat(stream.ids()).isSorted().doesNotHaveDuplicates();
      }
      await().untilAsserted(() -> assertThat(there.ids()).isEqualTo(all.ids()));
    }
  }

  @Test
  void aFilterLetsThroughWhatItNames() {
    UUID wanted = submit();
    UUID other = submit();
    try (EventClient states = follow("/events?types=state,dead-letter");
        EventClient ofJob = follow("/events?job_id=" + wanted);
        EventClient ofStrategy = follow("/events?types=state&strategy=FAILED_BREAKDOWN");
        EventClient ofBatch = follow("/events?batch_id=" + UUID.randomUUID())) {
      for (UUID job : List.of(other, wanted)) {
        Lease lease = claim(job);
        write(lease, 0, 1, true, 0.1);
        fail(lease);
      }
      SampleRows.failedJob(jdbc, "Elsewhere");
      UUID strategy =
          UUID.fromString(
              post("/start", "{\"strategy\": \"FAILED_BREAKDOWN\", \"symbol\": \"BTC/USDT\"}")
                  .body()
                  .path("job_id")
                  .asText());

      assertThat(ofStrategy.receive("state").text("job_id")).isEqualTo(strategy.toString());
      states.receive(event -> event.text("job_id").equals(strategy.toString()));
      ofJob.receive("dead-letter");
      assertThat(names(states.events())).containsOnly("state", "dead-letter");
      assertThat(ofJob.events()).allMatch(event -> event.text("job_id").equals(wanted.toString()));
      assertThat(names(ofJob.events())).contains("state", "log", "trial", "progress");
      assertThat(ofBatch.events()).isEmpty();
    }
  }

  @Test
  void whoComesBackGetsWhatHasHappenedMeanwhileAtAnyProcess() {
    long known;
    try (EventClient stream = follow("/events?types=state")) {
      UUID job = submit();
      known = stream.receive(event -> event.text("job_id").equals(job.toString())).id();
    }
    List<UUID> jobs = Stream.generate(this::submit).limit(30).toList();
    UUID last = jobs.get(29);
    try (EventClient here = followAfter("/events?types=state", known);
        EventClient there =
            EventClient.open(atSecond("/events?types=state&last_event_id=" + known))) {
      for (EventClient stream : List.of(here, there)) {
        stream.receive(event -> event.text("job_id").equals(last.toString()));
        assertThat(stream.events())
            .extracting(event -> event.text("job_id"))
            .containsExactlyElementsOf(jobs.stream().map(UUID::toString).toList());
      }
    }
  }

  @Test
  void anEventThatIsCommittedLateIsNeitherSkippedNorOvertaken() throws SQLException {
    try (EventClient stream = follow("/events?types=queue,worker");
        Connection slow = dataSource.getConnection()) {
      slow.setAutoCommit(false);
      tell(slow, "slow");
      post("/queue/pause");
      post("/queue/resume");
      try (EventClient other = follow("/jobs/" + finished() + "/events")) {
        other.awaitEnd();
        assertThat(other.events()).as("a job does not wait for others").isNotEmpty();
      }
      assertThat(stream.events()).isEmpty();

      slow.commit();

      stream.receive(
          event -> event.name().equals("queue") && !event.data().path("paused").asBoolean());
      assertThat(names(stream.events())).containsExactly("worker", "queue", "queue");
      assertThat(stream.ids()).isSorted();
    }
  }

  @Test
  void anEventThatIsRolledBackHoldsUpNobody() throws SQLException {
    try (EventClient stream = follow("/events?types=queue,worker");
        Connection slow = dataSource.getConnection()) {
      slow.setAutoCommit(false);
      tell(slow, "never");
      post("/queue/pause");
      slow.rollback();
      post("/queue/resume");

      stream.receive(
          event -> event.name().equals("queue") && !event.data().path("paused").asBoolean());
      assertThat(names(stream.events())).containsExactly("queue", "queue");
    }
  }

  private static void tell(Connection connection, String worker) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT service_event('worker', json_build_object('worker_id', '%s', 'change', 'lost'))"
              .formatted(worker));
    }
  }

  @Test
  void whatCannotBeResumedIsTold() throws SQLException {
    long expired;
    try (EventClient stream = follow("/events?types=queue")) {
      post("/queue/pause");
      expired = stream.receive("queue").id() - 1;
      post("/queue/resume");
      await().until(() -> stream.events().size() == 2);
    }
    jdbc.sql("UPDATE service_events SET created_at = now() - interval '8 days'").update();
    events.forget("7d");
    assertThat(jdbc.sql("SELECT count(*) FROM service_events").query(Integer.class).single())
        .isZero();

    try (EventClient stream = followAfter("/events?types=queue", expired);
        EventClient future = followAfter("/events?types=queue", 1L << 60)) {
      Event gap = stream.receive("gap");
      assertThat(gap.data().path("requested").asLong()).isEqualTo(expired);
      assertThat(gap.text("reason")).contains("deleted");
      assertThat(future.receive("gap").text("reason")).contains("no event has this id");
      post("/queue/pause");
      stream.receive("queue");
      future.receive("queue");
      post("/queue/resume");
    }
  }

  @Test
  void aSilentStreamHasAHeartbeat() {
    try (EventClient stream = EventClient.open(atSecond("/events?types=route-edit"))) {
      await().until(() -> stream.comments() >= 2);
      assertThat(stream.ended()).isFalse();
    }
  }

  @Test
  void aClientThatStopsReadingIsLetGoWhileOthersGoOn() throws IOException {
    UUID job = submit();
    Lease lease = claim(job);
    try (Socket deaf = deaf("/jobs/" + job + "/events");
        EventClient stream = EventClient.open(atSecond("/jobs/" + job + "/events"))) {
      stream.receive("state");
      // What the kernel takes for a socket that nobody reads is a few megabytes
      for (int written = 0; written < 450; written += 50) {
        List<LogLine> lines = new ArrayList<>();
        for (int i = written; i < written + 50; i++) {
          lines.add(LogLine.info("long " + i, Stage.OPTIMIZATION, "x".repeat(20_000)));
        }
        work.store(lease, new JournalEntry(List.of(), null, lines));
      }

      await().until(() -> open() == 1);
      await().until(() -> stream.events("log").size() == 450);
      assertThat(stream.ended()).isFalse();
      fail(lease);
      stream.awaitEnd();
      assertThat(stream.ids()).isSorted().doesNotHaveDuplicates();
      assertThat(deaf.isClosed()).isFalse();
    }
  }

  private Socket deaf(String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress("localhost", portOf(second)));
    socket
        .getOutputStream()
        .write(("GET " + BASE + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
    await().until(() -> open() == 1);
    return socket;
  }

  private static int open() {
    return second.getBean(OpenStreams.class).count();
  }

  @Test
  void aProcessServesSoManyStreamsAndNoMore() {
    await().until(() -> open() == 0);
    List<EventClient> streams =
        Stream.generate(() -> EventClient.open(atSecond("/events"))).limit(STREAMS).toList();
    try {
      Answer refused = send(atSecond("/events"));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.http().headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.body().path("detail").asText()).contains("max-streams");

      streams.get(0).close();

      await()
          .untilAsserted(
              () -> {
                try (EventClient again = EventClient.open(atSecond("/events"))) {
                  assertThat(again.status()).isEqualTo(200);
                }
              });
    } finally {
      streams.forEach(EventClient::close);
    }
  }

  @Test
  void aProcessThatStopsEndsItsStreamsAndAnotherGoesOn() {
    UUID job = submit();
    ConfigurableApplicationContext process = another();
    long known;
    try (EventClient stream =
        EventClient.open(
            HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:" + portOf(process) + BASE + "/jobs/" + job + "/events")))) {
      known = stream.receive("state").id();

      process.close();

      stream.awaitEnd();
    } finally {
      process.close();
    }
    Lease lease = claim(job);
    fail(lease);
    try (EventClient stream =
        EventClient.open(atSecond("/jobs/" + job + "/events?last_event_id=" + known))) {
      assertThat(stream.awaitEnd().stream().filter(event -> event.name().equals("state")))
          .extracting(event -> event.text("status"))
          .containsExactly("RUNNING", "FAILED");
    }
  }
}
