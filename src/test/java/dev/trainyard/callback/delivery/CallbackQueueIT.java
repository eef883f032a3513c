package dev.trainyard.callback.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.callback.CallbackFilter;
import dev.trainyard.callback.CallbackStore;
import dev.trainyard.callback.CallbackView;
import dev.trainyard.callback.SampleSettings;
import dev.trainyard.job.lifecycle.StoredJobs;
import dev.trainyard.support.SampleRetention;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Claims, retries and replay, by the clock of the database. */
class CallbackQueueIT {
  private static final CallbackFilter ALL = new CallbackFilter(null, null, null, null, null);

  private StoredJobs jobs;
  private JdbcClient jdbc;
  private CallbackQueue queue;
  private CallbackStore store;
  private UUID job;

  @BeforeEach
  void open() {
    jobs = new StoredJobs();
    jdbc = jobs.jdbc;
    queue =
        new CallbackQueue(
            jdbc, SampleSettings.allowing(), SampleRetention.sweeper(jdbc, jobs.transaction()));
    store = new CallbackStore(jdbc);
    job = jobs.submit("normal").id();
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void aCallbackIsClaimedByOne() throws Exception {
    for (int i = 0; i < 200; i++) {
      add("host" + i % 50);
    }
    ExecutorService processes = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<DueCallback>>> claims =
          processes.invokeAll(
              IntStream.range(0, 40)
                  .<java.util.concurrent.Callable<List<DueCallback>>>mapToObj(
                      i -> () -> queue.claim(10, Map.of()))
                  .toList());
      Set<UUID> claimed = new HashSet<>();
      for (Future<List<DueCallback>> claim : claims) {
        claim.get().forEach(callback -> assertThat(claimed.add(callback.id())).isTrue());
      }
      List<DueCallback> rest = queue.claim(500, Map.of());
      assertThat(claimed.size() + rest.size()).isEqualTo(200);
    } finally {
      processes.shutdownNow();
    }
    assertThat(queue.claim(500, Map.of())).isEmpty();
  }

  @Test
  void aReceiverWithManyHidesNoOther() {
    for (int i = 0; i < 1000; i++) {
      add("slow");
    }
    UUID quick = add("zquick");

    List<DueCallback> due = queue.claim(32, Map.of());

    assertThat(due).extracting(DueCallback::receiver).filteredOn("slow"::equals).hasSize(4);
    assertThat(due).extracting(DueCallback::id).contains(quick);
    assertThat(queue.claim(32, Map.of("slow", 4))).isEmpty();
    assertThat(queue.claim(32, Map.of("slow", 3))).hasSize(1);
    assertThat(queue.claim(32, Map.of("slow", 9))).isEmpty();
  }

  @Test
  void firstAttemptsComeBeforeRepeatedOnes() {
    for (int i = 0; i < 10; i++) {
      UUID old = add("dead" + i);
      jdbc.sql(
              "UPDATE callbacks SET attempts = 3, next_at = now() - interval '1 hour' WHERE id = ?")
          .param(old)
          .update();
    }
    UUID fresh = add("zfresh");

    assertThat(queue.claim(1, Map.of())).extracting(DueCallback::id).containsExactly(fresh);
  }

  @Test
  void whatADeadProcessHadClaimedIsClaimedAgainAndItsOutcomeIsNotWritten() {
    UUID id = add("host");
    DueCallback first = queue.claim(1, Map.of()).get(0);
    assertThat(queue.claim(1, Map.of())).isEmpty();
    leaseIsOver(id);

    DueCallback second = queue.claim(1, Map.of()).get(0);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(queue.settle(Receipt.failed(first, "late"))).isEmpty();
    assertThat(queue.settle(Receipt.answered(first, 200, null))).isEmpty();
    assertThat(queue.settle(Receipt.answered(second, 200, null))).contains("delivered");
    assertThat(queue.settle(Receipt.failed(second, "twice"))).isEmpty();
    CallbackView seen = store.find(id).orElseThrow();
    assertThat(seen.state()).isEqualTo("delivered");
    assertThat(seen.lastStatus()).isEqualTo(200);
    assertThat(seen.lastError()).isNull();
    assertThat(seen.nextAt()).isNull();
    assertThat(seen.endedAt()).isNotNull();
  }

  @Test
  void theDelayDoublesUpToTwoHoursAQuarterMoreOrLess() {
    UUID id = add("host");
    for (int attempt = 1; attempt <= 20; attempt++) {
      fail(id, null);
      double expected = Math.min(7200, 5 * Math.pow(2, attempt - 1));
      assertThat(secondsToNext(id))
          .as("attempt %d", attempt)
          .isBetween(expected * 0.75 - 60, expected * 1.25);
      assertThat(store.find(id).orElseThrow().attempts()).isEqualTo(attempt);
      leaseIsOver(id);
    }
    assertThat(store.find(id).orElseThrow().state()).isEqualTo("pending");
  }

  @Test
  void aReceiverThatAsksToWaitIsNotCalledSooner() {
    UUID id = add("host");
    fail(id, Duration.ofHours(3));
    assertThat(secondsToNext(id)).isBetween(3 * 3600.0 - 60, 3 * 3600.0);

    leaseIsOver(id);
    fail(id, Duration.ofDays(1));
    assertThat(secondsToNext(id)).as("the last attempt is made in time").isLessThan(86_400);
    assertThat(store.find(id).orElseThrow().state()).isEqualTo("pending");
  }

  @Test
  void afterADayTheCallbackIsDeadAndAReplayBeginsAnew() {
    UUID id = add("host");
    jdbc.sql("UPDATE callbacks SET retry_from = now() - interval '25 hours' WHERE id = ?")
        .param(id)
        .update();
    for (int attempt = 1; attempt < 5; attempt++) {
      fail(id, null);
      assertThat(store.find(id).orElseThrow().state())
          .as("after a day without the service some attempts are made")
          .isEqualTo("pending");
      assertThat(secondsToNext(id)).isPositive();
      leaseIsOver(id);
    }
    fail(id, null);

    CallbackView dead = store.find(id).orElseThrow();
    assertThat(dead.state()).isEqualTo("dead");
    assertThat(dead.lastError()).isEqualTo("no answer");
    assertThat(queue.claim(10, Map.of())).isEmpty();
    assertThat(store.count().dead()).isEqualTo(1);

    assertThat(store.replayDead(ALL)).isEqualTo(1);
    assertThat(store.replayDead(ALL)).isZero();
    DueCallback again = queue.claim(1, Map.of()).get(0);
    assertThat(again.id()).isEqualTo(id);
    assertThat(again.attempt()).isEqualTo(1);
    queue.settle(Receipt.failed(again, "no answer"));
    assertThat(store.find(id).orElseThrow().state()).isEqualTo("pending");
  }

  @Test
  void aReceiverThatIsGoneIsNotCalledAgainUnlessSomebodyReplays() {
    UUID id = add("host");
    DueCallback due = queue.claim(1, Map.of()).get(0);
    assertThat(queue.settle(Receipt.answered(due, 410, null))).contains("dead");
    assertThat(store.replay(id)).isTrue();
    assertThat(queue.settle(Receipt.answered(queue.claim(1, Map.of()).get(0), 204, null)))
        .contains("delivered");
    assertThat(store.replay(id)).as("a delivered one is sent again too").isTrue();
    DueCallback underWay = queue.claim(1, Map.of()).get(0);
    assertThat(store.replay(id)).isTrue();
    assertThat(queue.claim(1, Map.of())).as("it is being sent").isEmpty();
    assertThat(queue.settle(Receipt.answered(underWay, 200, null))).contains("delivered");
    assertThat(store.replay(UUID.randomUUID())).isFalse();
  }

  @Test
  void whatCouldNotBeSentCostsNoAttempt() {
    UUID id = add("host");
    DueCallback due = queue.claim(1, Map.of()).get(0);

    queue.release(due);

    assertThat(store.find(id).orElseThrow().attempts()).isZero();
    assertThat(secondsToNext(id)).isBetween(0.0, 5.0);
    assertThat(queue.settle(Receipt.failed(due, "late"))).isEmpty();
  }

  @Test
  void anErrorIsStoredHoweverItReads() {
    UUID id = add("host");
    queue.settle(
        Receipt.failed(queue.claim(1, Map.of()).get(0), "a\u0000b\n" + "x".repeat(10_000)));

    assertThat(store.find(id).orElseThrow().lastError()).startsWith("a?b?x").hasSizeLessThan(400);
  }

  @Test
  void endedOnesAreForgottenAfterTheirTime() {
    UUID pending = add("host");
    UUID old = add("host");
    UUID young = add("host");
    jdbc.sql(
            "UPDATE callbacks SET state = 'dead', ended_at = now() - interval '8 days' WHERE id = ?")
        .param(old)
        .update();
    jdbc.sql("UPDATE callbacks SET state = 'delivered', ended_at = now() WHERE id = ?")
        .param(young)
        .update();

    queue.forget("7d");

    assertThat(store.list(ALL, null, 10))
        .extracting(CallbackView::id)
        .containsExactly(young, pending);
  }

  @Test
  void whatAQuerySaysIsNotShown() {
    UUID id = add("host");
    jdbc.sql("UPDATE callbacks SET url = 'https://x.example/a?token=s3cret&b&c=' WHERE id = ?")
        .param(id)
        .update();

    assertThat(store.find(id).orElseThrow().url())
        .isEqualTo("https://x.example/a?token=...&...&...");
  }

  private void fail(UUID id, Duration retryAfter) {
    DueCallback due = queue.claim(1, Map.of()).get(0);
    assertThat(due.id()).isEqualTo(id);
    assertThat(queue.settle(new Receipt(due, 503, "no answer", retryAfter))).isPresent();
  }

  private double secondsToNext(UUID id) {
    return jdbc.sql("SELECT extract(epoch FROM next_at - now()) FROM callbacks WHERE id = ?")
        .param(id)
        .query(Double.class)
        .single();
  }

  private void leaseIsOver(UUID id) {
    jdbc.sql("UPDATE callbacks SET next_at = now() WHERE id = ?").param(id).update();
  }

  private UUID add(String receiver) {
    return jdbc.sql(
            """
            INSERT INTO callbacks (id, job_id, client, event, url, receiver, body)
            VALUES (uuid_v7(), ?, gen_random_uuid(), 'completed', ?, ?, '{}') RETURNING id
            """)
        .params(job, "https://" + receiver + "/", receiver)
        .query(UUID.class)
        .single();
  }
}
