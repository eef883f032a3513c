package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.monitor.JobCounters;
import dev.trainyard.monitor.JobCounters.Count;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.net.SocketException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The table of error classes: what happens to a job whose stage fails in each way. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"trainyard.retry.initial-delay=100", "trainyard.retry.max-delay=200"})
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
@CamelSpringBootTest
class ErrorRoutesIT {
  private static final Map<String, Object> SHORT_REQUEST = Map.of("n_iterations", 10);

  @LocalServerPort private int port;
  @Autowired private CamelContext camel;
  @Autowired private JobCounters counters;

  private TrainingClient client;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
  }

  @BeforeEach
  void uploadCandles() throws Exception {
    client = new TrainingClient(port, Duration.ofMinutes(2));
    client.uploadCandles();
  }

  @Test
  void aTransientFailureIsTriedAgainAndTheJobCompletes() throws Exception {
    failStage("data-prep", "prepare-candles", 1, new CannotAcquireLockException("deadlock"));

    JsonNode job = outcome();

    assertThat(job.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(outcomes(job)).containsExactly("failed", "completed");
    assertThat(job.path("attempt").asInt()).isEqualTo(2);
    assertThat(job.path("error").isNull()).isTrue();
    awaitCounts(Count.RETRIED, Count.COMPLETED);
  }

  @Test
  void anOutageOfPostgresCostsNoAttempt() throws Exception {
    failStage("data-prep", "prepare-candles", 1, new SQLTransientConnectionException("reset"));

    JsonNode job = outcome();

    assertThat(job.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(outcomes(job)).containsExactly("released", "completed");
    assertThat(job.path("attempt").asInt()).isEqualTo(1);
    awaitCounts(Count.RELEASED, Count.COMPLETED);
  }

  @Test
  void aDatabaseThatTakesNoWritesForNowCostsNoAttempt() throws Exception {
    failStage(
        "optimize",
        "search-parameters",
        1,
        new UncategorizedSQLException("store", null, new SQLException("read-only", "25006")));

    JsonNode job = outcome();

    assertThat(job.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(outcomes(job)).containsExactly("released", "completed");
  }

  /** What a pooler brings about that gives each transaction another server connection. */
  @ParameterizedTest
  @ValueSource(strings = {"26000", "42P05", "08P01", "25P02", "53100"})
  void anotherSessionsStateCostsNoAttempt(String state) throws Exception {
    failStage("data-prep", "prepare-candles", 1, new SQLException("not this session's", state));

    JsonNode job = outcome();

    assertThat(job.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(outcomes(job)).containsExactly("released", "completed");
    assertThat(job.path("attempt").asInt()).isEqualTo(1);
  }

  /** As a jdbc: step of a route author throws it, without an exception of Spring around it. */
  @Test
  void aDeadlockOfAStageIsTriedAgain() throws Exception {
    failStage("optimize", "search-parameters", 1, new SQLException("deadlock", "40P01"));

    JsonNode job = outcome();

    assertThat(job.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(outcomes(job)).containsExactly("failed", "completed");
  }

  @Test
  void aTransientFailureThatStaysIsADeadLetterAfterTheLastAttempt() throws Exception {
    failStage("optimize", "search-parameters", 99, new CannotAcquireLockException("deadlock"));

    JsonNode job = outcome();

    assertThat(job.path("status").asText()).isEqualTo("FAILED");
    assertThat(job.path("error").path("kind").asText()).isEqualTo("transient");
    assertThat(job.path("error").path("stage").asText()).isEqualTo("OPTIMIZATION");
    assertThat(job.path("attempts")).hasSize(3);
    assertThat(deadLetters(job)).hasSize(1);
  }

  @Test
  void aConnectionThatBreaksWhileTheResultIsStoredCostsNoAttempt() throws Exception {
    failStage("persist", "store-configuration", 1, new SQLException("terminated", "57P01"));

    JsonNode job = outcome();

    assertThat(job.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(job.path("attempts")).hasSize(1);
  }

  /** A statement of our own fails with Spring's exception, of which only the cause has a state. */
  @Test
  void anOutageThatStrikesBeforeTheResultIsStoredCostsNoAttempt() throws Exception {
    SQLException reset =
        new PSQLException("I/O error", PSQLState.CONNECTION_FAILURE, new SocketException("reset"));
    failStage(
        "persist",
        "describe-configuration",
        1,
        new DataAccessResourceFailureException("count", reset));

    JsonNode job = outcome();

    assertThat(job.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(job.path("attempts")).hasSize(1);
  }

  @Test
  void aDeadlockBeforeTheResultIsStoredCostsNoAttempt() throws Exception {
    SQLException deadlock = new PSQLException("deadlock", PSQLState.DEADLOCK_DETECTED);
    failStage(
        "persist", "describe-configuration", 1, new CannotAcquireLockException("count", deadlock));

    JsonNode job = outcome();

    assertThat(job.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(job.path("attempts")).hasSize(1);
  }

  @Test
  void aDeadlockWhileTheResultIsStoredCostsNoAttempt() throws Exception {
    failStage(
        "persist",
        "store-configuration",
        1,
        new PSQLException("deadlock", PSQLState.DEADLOCK_DETECTED));

    JsonNode job = outcome();

    assertThat(job.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(job.path("attempts")).hasSize(1);
  }

  @Test
  void anOutageDuringWhichTheJobCannotBeGivenBackCostsNoAttempt() throws Exception {
    failStage("data-prep", "prepare-candles", 1, new SQLTransientConnectionException("reset"));
    failStage(
        "give-back-unharmed", "release-job", 1, new CannotGetJdbcConnectionException("refused"));

    JsonNode job = outcome();

    assertThat(job.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(outcomes(job)).containsExactly("released", "completed");
  }

  @Test
  void anyOtherFailureIsADeadLetterAtOnce() throws Exception {
    failStage("validate", "validate-winner", 99, new IllegalStateException("a defect"));

    JsonNode job = outcome();

    assertThat(job.path("status").asText()).isEqualTo("FAILED");
    assertThat(job.path("attempts")).hasSize(1);
    JsonNode deadLetter = deadLetters(job).path(0);
    assertThat(deadLetter.path("error_class").asText()).isEqualTo("IllegalStateException");
    assertThat(deadLetter.path("message").asText()).isEqualTo("a defect");
  }

  @Test
  void anErrorThatPassesThroughCamelFailsTheJobAndTheNextOneRuns() throws Exception {
    failStage("data-prep", "prepare-candles", 1, new NoClassDefFoundError("dev/gone/Class"));

    assertThat(outcome().path("status").asText()).isEqualTo("FAILED");
    assertThat(outcome().path("status").asText()).isEqualTo("COMPLETED");
  }

  @Test
  void aRouteThatStoresNoResultFailsTheJob() throws Exception {
    AdviceWith.adviceWith(
        camel, "persist", advice -> advice.weaveById("store-configuration").remove());

    JsonNode job = outcome();

    assertThat(job.path("status").asText()).isEqualTo("FAILED");
    assertThat(job.path("error").path("message").asText()).contains("without storing a result");
  }

  /** Lets a step fail for some times, before it does anything. */
  private void failStage(String route, String step, int times, Throwable failure) throws Exception {
    AtomicInteger left = new AtomicInteger(times);
    AdviceWith.adviceWith(
        camel,
        route,
        advice ->
            advice
                .weaveById(step)
                .before()
                .process(
                    exchange -> {
                      if (left.getAndDecrement() > 0) {
                        if (failure instanceof Error error) {
                          throw error;
                        }
                        throw (Exception) failure;
                      }
                    })
                // Others look at the ids of all steps of this context
                .id("fail-" + step));
  }

  /** Each once, after two starts, and nothing else: the last is counted after the job has ended. */
  private void awaitCounts(Count first, Count last) {
    await().until(() -> counters.get(last) == 1);
    for (Count count : Count.values()) {
      long expected = count == Count.STARTED ? 2 : count == first || count == last ? 1 : 0;
      assertThat(counters.get(count)).as(count.name()).isEqualTo(expected);
    }
  }

  private JsonNode outcome() {
    String job = client.submit(SHORT_REQUEST);
    client.awaitFinal(job);
    return client.get("/jobs/" + job);
  }

  private static List<String> outcomes(JsonNode job) {
    return StreamSupport.stream(job.path("attempts").spliterator(), false)
        .map(attempt -> attempt.path("outcome").asText())
        .toList();
  }

  private JsonNode deadLetters(JsonNode job) {
    return client.get("/failed-jobs?job_id=" + job.path("job_id").asText()).path("items");
  }
}
