package dev.trainyard.monitor.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.queue.slot.SlotHeap;
import dev.trainyard.support.Events;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The attributes and operations over JMX of a service that runs jobs. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"trainyard.queue.lease=3s", "trainyard.queue.reconcile-interval=1s"})
@DirtiesContext
class JmxIT {
  private static final Duration PATIENCE = Patience.LIMIT;
  private static final Map<String, Object> SHORT = Map.of("n_iterations", 10);
  private static final Map<String, Object> LONG = Map.of("n_iterations", 50_000);

  /** No candles are stored for it, so its jobs fail for good. */
  private static final Map<String, Object> FAILING = Map.of("symbol", "NO/CANDLES");

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Queue<Notification> received = new ConcurrentLinkedQueue<>();
  private final NotificationListener listener = (sent, handback) -> received.add(sent);

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private StringRedisTemplate redis;
  @Autowired private CamelContext camel;
  @Autowired private MeterRegistry meters;
  private TrainingClient client;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
  }

  @BeforeEach
  void listen() throws Exception {
    client = new TrainingClient(port, PATIENCE);
    client.uploadCandles();
    server.addNotificationListener(name("Events"), listener, null, null);
  }

  @AfterEach
  void leaveNothingBehind() throws Exception {
    server.removeNotificationListener(name("Events"), listener);
    invoke("Queue", "resume");
    set("Slots", 1);
    jdbc.sql(
            """
            UPDATE training_jobs SET status = 'CANCELLED', lease_token = gen_random_uuid(), lease_expires_at = NULL,
                finished_at = now()
            WHERE status IN ('PENDING', 'RUNNING')
            """)
        .update();
    await().atMost(PATIENCE).until(() -> (long) get("Queue", "Running") == 0);
  }

  @Test
  void attributesAreOfTypesThatEveryClientHas() throws Exception {
    Set<ObjectName> names = server.queryNames(new ObjectName("dev.trainyard:*"), null);

    assertThat(names)
        .contains(
            name("Queue"),
            name("DeadLetters"),
            name("Jobs"),
            name("Logging"),
            name("Events"),
            name("Routes"));
    for (ObjectName name : names) {
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
        assertThat(attribute.getType())
            .as(name + " " + attribute.getName())
            .matches("int|long|double|boolean|java\\.lang\\.String|\\[Ljava\\.lang\\.String;");
        assertThat(attribute.getDescription()).isNotBlank();
        assertThat(server.getAttribute(name, attribute.getName()))
            .satisfiesAnyOf(
                value -> assertThat(value).isNull(),
                value -> assertThat(value.getClass().getName()).matches("\\[?L?java\\.lang\\..*"));
      }
    }
  }

  @Test
  void theQueueIsPausedAndWhatWaitsIsCountedByPriority() throws Exception {
    try (Events events = new Events(redis.getRequiredConnectionFactory())) {
      invoke("Queue", "pause");
      assertThat(get("Queue", "Paused")).isEqualTo(true);
      events.receive(message -> message.path("action").asText().equals("pause"));

      for (String priority : List.of("high", "high", "normal", "low")) {
        client.submit(Map.of("n_iterations", 10, "priority", priority));
      }
      client.submit(Map.of("run_at", "2099-01-01T00:00:00Z"));

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(get("Queue", "ReadyHigh")).isEqualTo(2L);
                assertThat(get("Queue", "ReadyNormal")).isEqualTo(1L);
                assertThat(get("Queue", "ReadyLow")).isEqualTo(1L);
                assertThat(get("Queue", "Delayed")).isEqualTo(1L);
                assertThat(get("Queue", "Running")).isEqualTo(0L);
                assertThat((double) get("Queue", "OldestWaitSeconds")).isPositive();
                assertThat(get("Queue", "Workers")).isEqualTo(1);
                assertThat(get("Queue", "AsOf").toString()).endsWith("Z");
              });

      invoke("Queue", "resume");
      assertThat(get("Queue", "Paused")).isEqualTo(false);
      events.receive(message -> message.path("action").asText().equals("resume"));
    }
  }

  @Test
  void theSlotsOfThisProcessAreChangedWhileItRuns() throws Exception {
    set("Slots", 3);
    assertThat(get("Queue", "Slots")).isEqualTo(3);
    await().atMost(PATIENCE).until(() -> get("Queue", "TotalSlots").equals(3));

    server.invoke(name("Queue"), "setSlots", new Object[] {2}, new String[] {"int"});

    assertThat(get("Queue", "Slots")).isEqualTo(2);
    assertThat(refusal(() -> set("Slots", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slots must be at least 1, not 0; pause() stops the queue");
    assertThat(refusal(() -> set("Slots", 1_000_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "1000000 slots would leave 0 MB of heap for each, too little for a job: at most \\d+, or more heap \\(-Xmx\\)");
    assertThat(get("Queue", "Slots")).isEqualTo(2);
  }

  @Test
  void slotsThatAreAddedWhileItRunsShareTheMemory() throws Exception {
    set("Slots", new SlotHeap(Runtime.getRuntime().maxMemory()).most());

    JsonNode job = client.awaitFinal(client.submit(Map.of("n_iterations", 60_000)));

    assertThat(job.path("status").asText()).isEqualTo("FAILED");
    assertThat(job.path("error_message").asText()).contains("a slot of this worker has 3");
  }

  @Test
  void aCompletedJobIsCountedAndItsStagesTellOfIt() throws Exception {
    ObjectName stage = stage("data-prep");
    long total = (long) server.getAttribute(stage, "ExchangesTotal");
    long started = count("Started");
    long completed = count("Completed");

    client.awaitFinal(client.submit(SHORT));

    await().atMost(PATIENCE).until(() -> count("Completed") == completed + 1);
    assertThat(count("Started")).isEqualTo(started + 1);
    assertThat(metered("trainyard.jobs", "outcome", "completed")).isEqualTo(completed + 1);
    assertThat(metered("trainyard.jobs.started")).isEqualTo(started + 1);
    assertThat(server.getAttribute(stage, "ExchangesTotal")).isEqualTo(total + 1);
    assertThat(server.getAttribute(stage, "ExchangesFailed")).isEqualTo(0L);
    assertThat(server.getAttribute(stage, "State")).isEqualTo("Started");
    for (String time :
        List.of("MeanProcessingTime", "MaxProcessingTime", "LastProcessingTime", "Redeliveries")) {
      assertThat((long) server.getAttribute(stage, time)).as(time).isNotNegative();
    }
  }

  @Test
  void aStageTellsWhatIsInItAndForHowLong() throws Exception {
    ObjectName stage = stage("optimize");

    String job = client.submit(LONG);

    await()
        .atMost(PATIENCE)
        .until(() -> server.getAttribute(stage, "ExchangesInflight").equals(1L));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                server.getAttribute(stage, "OldestInflightDuration") instanceof Long age
                    && age > 0);
    cancel(job);
    await()
        .atMost(PATIENCE)
        .until(() -> server.getAttribute(stage, "OldestInflightDuration") == null);
  }

  @Test
  void aRunningJobIsCancelledOnce() throws Exception {
    long cancelled = count("Cancelled");
    String job = client.submit(LONG);
    await()
        .atMost(PATIENCE)
        .until(() -> client.get("/jobs/" + job).path("status").asText().equals("RUNNING"));

    assertThat(cancel(job)).isEqualTo("RUNNING");

    await().atMost(PATIENCE).until(() -> count("Cancelled") == cancelled + 1);
    assertThat(refusal(() -> cancel(job)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(job + " is CANCELLED already");
  }

  @Test
  void badIdsAreRefusedWithWhatIsWrong() {
    UUID unknown = UUID.randomUUID();

    assertThat(refusal(() -> cancel("1234"))).hasMessageContaining("must be a UUID, not \"1234\"");
    assertThat(refusal(() -> cancel(null))).hasMessageContaining("must be a UUID");
    assertThat(refusal(() -> cancel(unknown.toString()))).hasMessage("there is no job " + unknown);
    for (String operation : List.of("replay", "discard")) {
      assertThat(refusal(() -> invoke("DeadLetters", operation, unknown.toString())))
          .hasMessage("there is no failed job " + unknown);
    }
  }

  @Test
  void aScheduleIsCountedAndRunByHand() throws Exception {
    long manual = (long) get("Schedules", "Manual");
    String id =
        jdbc.sql(
                """
                INSERT INTO schedules (id, name, cron, time_zone, request, enabled) VALUES (uuid_v7(), 'by hand', '@daily',
                    'UTC', '{"strategy": "SUPPLY_SHOCK", "symbol": "NO/CANDLES"}', false) RETURNING id
                """)
            .query(UUID.class)
            .single()
            .toString();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get("Schedules", "Disabled"))
                    .isEqualTo(
                        jdbc.sql("SELECT count(*) FROM schedules WHERE NOT enabled")
                            .query(Long.class)
                            .single()));

    String job = (String) invoke("Schedules", "runNow", id);

    assertThat(client.get("/schedules/" + id).at("/last_run/job_id").asText()).isEqualTo(job);
    assertThat(get("Schedules", "Manual")).isEqualTo(manual + 1);
    assertThat(refusal(() -> invoke("Schedules", "runNow", UUID.randomUUID().toString())))
        .hasMessageContaining("there is no schedule");
  }

  @Test
  void aDeadLetterIsToldShownReplayedAndDiscarded() throws Exception {
    long failed = count("Failed");

    String job = client.submit(FAILING);
    client.awaitFinal(job);

    Notification told = notification("trainyard.dead-letter", job);
    assertThat(told.getMessage()).startsWith("job " + job + " is a dead letter (permanent): ");
    assertThat(told.getSource()).isEqualTo(name("Events"));
    assertThat(count("Failed")).isEqualTo(failed + 1);
    assertThat(metered("trainyard.jobs", "outcome", "failed")).isEqualTo(failed + 1);
    await().atMost(PATIENCE).until(() -> job.equals(get("DeadLetters", "NewestJob")));
    assertThat((long) get("DeadLetters", "Size")).isPositive();
    assertThat(get("DeadLetters", "NewestTime").toString()).endsWith("Z");
    assertThat(get("DeadLetters", "NewestMessage").toString()).contains("NO/CANDLES");

    String letter = get("DeadLetters", "NewestId").toString();
    String replay = (String) invoke("DeadLetters", "replay", letter);
    assertThat(client.get("/jobs/" + replay).path("replay_of").asText()).isEqualTo(job);
    assertThat(refusal(() -> invoke("DeadLetters", "replay", letter)))
        .hasMessageContaining("was replayed as job " + replay + " already");

    notification("trainyard.dead-letter", replay);
    await().atMost(PATIENCE).until(() -> replay.equals(get("DeadLetters", "NewestJob")));
    long size = (long) get("DeadLetters", "Size");
    invoke("DeadLetters", "discard", get("DeadLetters", "NewestId").toString());
    assertThat(get("DeadLetters", "Size")).isEqualTo(size - 1);
  }

  @Test
  void aJobWhoseStoredRequestCannotBeReadIsToldAsADeadLetter() throws Exception {
    long failed = count("Failed");
    invoke("Queue", "pause");
    String job = client.submit(SHORT);
    jdbc.sql("UPDATE training_jobs SET request = '{\"seed\": {}}' WHERE id = ?::uuid")
        .param(job)
        .update();

    invoke("Queue", "resume");

    assertThat(notification("trainyard.dead-letter", job).getMessage())
        .contains("this version cannot read the stored request");
    assertThat(count("Failed")).isEqualTo(failed + 1);
  }

  @Test
  void aLostWorkerIsToldAndItsJobIsRecovered() throws Exception {
    long recovered = count("Recovered");
    invoke("Queue", "pause");
    jdbc.sql(
            """
            INSERT INTO workers (id, host, pid, version, slots, last_heartbeat)
            VALUES ('gone', 'host', 1, '1.0', 1, now() - interval '1 minute')
            """)
        .update();
    String job = client.submit(SHORT);
    jdbc.sql(
            """
            UPDATE training_jobs SET status = 'RUNNING', lease_token = gen_random_uuid(), lease_owner = 'gone',
                lease_expires_at = now() - interval '1 minute', deadline_at = now() + interval '1 hour'
            WHERE id = CAST(? AS uuid)
            """)
        .param(job)
        .update();

    assertThat(notification("trainyard.worker.lost", "gone").getMessage())
        .isEqualTo("worker gone sends no heartbeat; its jobs continue elsewhere");
    await().atMost(PATIENCE).until(() -> count("Recovered") == recovered + 1);
    assertThat((long) get("Events", "Sent")).isPositive();
  }

  @Test
  void theLevelOfALoggerIsChangedAndGivenBack() throws Exception {
    String logger = "dev.trainyard.queue.repair.Reconciler";
    String before = (String) invoke("Logging", "getLevel", logger);

    invoke("Logging", "setLevel", logger, "trace");
    assertThat(invoke("Logging", "getLevel", logger)).isEqualTo("TRACE");
    invoke("Logging", "setLevel", logger, "INHERITED");

    assertThat(invoke("Logging", "getLevel", logger)).isEqualTo(before);
    assertThat(refusal(() -> invoke("Logging", "setLevel", logger, "LOUD")))
        .hasMessageStartingWith("there is no level \"LOUD\"; use one of [TRACE, DEBUG,");
    assertThat(refusal(() -> invoke("Logging", "getLevel", "dev.trainyard.Nobody")))
        .hasMessage("there is no logger dev.trainyard.Nobody");
    assertThat(refusal(() -> invoke("Logging", "getLevel", " ")))
        .hasMessage("a logger must be named; ROOT is the root logger");
  }

  /** A value for clients, which must consist of JDK classes throughout. */
  private static Throwable refusal(Call call) {
    Throwable thrown = catchThrowable(call::run);
    List<String> classes = new ArrayList<>();
    Throwable last = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      classes.add(cause.getClass().getName());
      last = cause;
    }
    assertThat(classes).isNotEmpty().allMatch(name -> name.matches("javax?\\..*"));
    return last;
  }

  private interface Call {
    void run() throws Exception;
  }

  private Notification notification(String type, String subject) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                received.stream()
                    .filter(sent -> sent.getType().equals(type))
                    .filter(sent -> sent.getUserData().equals(subject))
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  private long metered(String counter, String... tags) {
    return Math.round(meters.get(counter).tags(tags).counter().count());
  }

  private String cancel(String job) throws JMException {
    return (String) invoke("Jobs", "cancel", job);
  }

  private long count(String counter) throws JMException {
    return (long) get("Jobs", counter);
  }

  private Object get(String type, String attribute) throws JMException {
    return server.getAttribute(name(type), attribute);
  }

  private void set(String attribute, Object value) throws JMException {
    server.setAttribute(name("Queue"), new Attribute(attribute, value));
  }

  private Object invoke(String type, String operation, String... arguments) throws JMException {
    String[] signature = new String[arguments.length];
    Arrays.fill(signature, String.class.getName());
    return server.invoke(name(type), operation, arguments, signature);
  }

  private static ObjectName name(String type) throws JMException {
    return new ObjectName("dev.trainyard:type=" + type);
  }

  private ObjectName stage(String route) throws JMException {
    return new ObjectName(
        "org.apache.camel:context=%s,type=routes,name=\"%s\""
            .formatted(camel.getManagementName(), route));
  }
}
