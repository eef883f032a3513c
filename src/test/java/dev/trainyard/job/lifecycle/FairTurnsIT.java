package dev.trainyard.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.access.Caller;
import dev.trainyard.access.Door;
import dev.trainyard.access.Role;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.Lease;
import dev.trainyard.job.batch.BatchStore;
import dev.trainyard.job.deadletter.FailedJobFilter;
import dev.trainyard.job.deadletter.FailedJobStore;
import dev.trainyard.job.queue.QueueQueries;
import dev.trainyard.job.queue.QueueState;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.support.TestServers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Clients of one priority take turns, whatever the number of their jobs. */
class FairTurnsIT {
  private static final Caller ANNA = caller("anna");
  private static final Caller BEN = caller("ben");
  private static final Caller CLEO = caller("cleo");
  private static final long MINUTE_MILLIS = 60_000;

  private final StoredJobs jobs = new StoredJobs();
  private final BatchStore batches = new BatchStore(jobs.jdbc, jobs.settings);
  private final FailedJobStore letterStore = new FailedJobStore(jobs.jdbc, jobs.settings);

  /** Whose each job is. */
  private final Map<UUID, Caller> owners = new HashMap<>();

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void aSingleJobWaitsForOneJobOfAClientThatHasThousands() {
    List<UUID> many = new ArrayList<>(submit(ANNA, "normal", 200));
    many.addAll(batch(ANNA, "normal", 1_000));
    UUID single = submit(BEN, "normal");

    assertThat(order().subList(0, 3)).containsExactly(many.get(0), single, many.get(1));
    assertThat(orderOf(ANNA)).isEqualTo(many);
    later();
    assertThat(jobs.claims.claimDue(2, "worker", true))
        .extracting(claimed -> claimed.lease().jobId())
        .containsExactly(many.get(0), single);
  }

  @Test
  void aBatchTakesTurnsAsSingleJobsDo() {
    List<UUID> annas = batch(ANNA, "normal", 50);
    List<UUID> bens = batch(BEN, "normal", 20);
    List<UUID> cleos = submit(CLEO, "normal", 10);

    assertThat(ownersInOrder().subList(0, 30))
        .isEqualTo(
            IntStream.range(0, 10).boxed().flatMap(n -> Stream.of(ANNA, BEN, CLEO)).toList());
    assertThat(ownersInOrder().subList(30, 50))
        .isEqualTo(IntStream.range(0, 10).boxed().flatMap(n -> Stream.of(ANNA, BEN)).toList());
    assertThat(orderOf(ANNA)).isEqualTo(annas);
    assertThat(orderOf(BEN)).isEqualTo(bens);
    assertThat(orderOf(CLEO)).isEqualTo(cleos);
  }

  @Test
  void whoComesAgainTakesTheNextTurn() {
    submit(ANNA, "normal", 10);
    submit(BEN, "normal", 2);
    take(3);
    submit(BEN, "normal", 1);

    assertThat(ownersInOrder().subList(0, 4)).containsExactly(BEN, ANNA, BEN, ANNA);
  }

  @Test
  void oneLateJobOfAThirdDoesNotTakeTheTurnsOfTheSecond() {
    submit(ANNA, "normal", 20);
    age(MINUTE_MILLIS);
    submit(CLEO, "normal");
    move(CLEO, MINUTE_MILLIS);
    UUID single = submit(BEN, "normal");

    assertThat(order().indexOf(single)).isEqualTo(1);
  }

  @Test
  void withoutKeysTheOrderIsThatOfSubmissionWithTheNaturalScores() {
    List<UUID> anonymous = new ArrayList<>();
    anonymous.addAll(submit(Caller.ROUTE, "normal", 5));
    anonymous.addAll(batch(Caller.anonymous("::1"), "normal", 5));
    submit(Caller.ROUTE, "high");
    submit(Caller.ROUTE, "low");

    assertThat(order().subList(1, 11)).isEqualTo(anonymous);
    assertThat(unnatural()).isZero();
  }

  @Test
  void whoHasAKeyTakesTurnsWithThoseWithout() {
    submit(Caller.ROUTE, "normal", 5);
    spread();
    submit(ANNA, "normal", 5);

    assertThat(ownersInOrder())
        .isEqualTo(
            IntStream.range(0, 5).boxed().flatMap(n -> Stream.of(Caller.ROUTE, ANNA)).toList());
  }

  @Test
  void aLoneClientHasTheNaturalScores() throws InterruptedException {
    submit(ANNA, "normal");
    Thread.sleep(5);
    submit(ANNA, "high");
    Thread.sleep(5);
    submit(ANNA, "low");

    assertThat(unnatural()).isZero();
  }

  @Test
  void aHigherPriorityGoesFirstAndAnOldJobOfALowOneAges() {
    List<UUID> low = submit(ANNA, "low", 3);
    List<UUID> normal = submit(ANNA, "normal", 3);
    UUID high = submit(BEN, "high");
    assertThat(order().subList(0, 2)).containsExactly(high, normal.get(0));

    age(60 * MINUTE_MILLIS);
    submit(CLEO, "normal", 20);
    UUID late = submit(CLEO, "high");
    submit(CLEO, "low", 20);

    List<UUID> order = order();
    assertThat(order.indexOf(low.get(2))).as("the low jobs are not starved").isLessThan(20);
    assertThat(order.indexOf(late))
        .as("a high job is never behind where a normal one would be")
        .isLessThanOrEqualTo(3);
    assertThat(order.indexOf(high)).isZero();
  }

  @Test
  void delayedJobsAndThoseThatComeBackKeepTheirScores() {
    UUID running = submit(ANNA, "normal");
    Lease lease = jobs.claim(running);
    submit(BEN, "normal", 10);
    jobs.store.release(lease, Duration.ZERO);
    jobs.jdbc
        .sql("UPDATE training_jobs SET run_at = now() + interval '1 hour' WHERE api_key_id = ?")
        .param(BEN.client())
        .update();
    submit(CLEO, "normal");

    assertThat(order().subList(0, 1)).containsExactly(running);
    assertThat(score(running)).isLessThanOrEqualTo(score(orderOf(CLEO).get(0)));
  }

  @Test
  void replaysTakeTurnsToo() {
    List<UUID> letters = fail("normal", 5);
    submit(ANNA, "normal", 10);
    letters.forEach(letter -> owners.put(letterStore.replay(letter, BEN).orElseThrow().id(), BEN));

    assertThat(ownersInOrder().subList(0, 10))
        .isEqualTo(IntStream.range(0, 5).boxed().flatMap(n -> Stream.of(ANNA, BEN)).toList());
  }

  @Test
  void replaysOfAllTakeTheTurnsOfTheirPriority() {
    fail("high", 3);
    fail("low", 3);
    batch(ANNA, "high", 5);
    batch(ANNA, "low", 5);
    List<UUID> bens =
        letterStore
            .replayAll(
                new FailedJobFilter(
                    null, null, null, null, null, null, null, null, null, null, null),
                "{}",
                BEN)
            .jobs()
            .stream()
            .map(SubmittedJob::id)
            .toList();
    bens.forEach(id -> owners.put(id, BEN));

    List<Caller> turns =
        Stream.concat(
                IntStream.range(0, 3).boxed().flatMap(n -> Stream.of(ANNA, BEN)),
                Stream.of(ANNA, ANNA))
            .toList();
    assertThat(ownersInOrder()).isEqualTo(Stream.concat(turns.stream(), turns.stream()).toList());
    assertThat(bens.stream().map(this::score)).doesNotHaveDuplicates();
  }

  /** Jobs that failed for good; returns their dead letters. */
  private List<UUID> fail(String priority, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            n -> {
              Lease lease = jobs.claim(jobs.submit(priority).id());
              jobs.fail(lease, FailureKind.PERMANENT);
              return jobs.deadLetter(lease.jobId());
            })
        .toList();
  }

  @Test
  void threadsOfOneClientTakeNoTurnTwice() throws Exception {
    submit(ANNA, "normal", 60);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<UUID>> submissions = Collections.nCopies(40, () -> submit(BEN, "normal"));
      for (Future<UUID> submitted : threads.invokeAll(submissions)) {
        submitted.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(orderOf(BEN).stream().map(this::score)).doesNotHaveDuplicates();
    assertThat(ownersInOrder().subList(0, 80))
        .isEqualTo(IntStream.range(0, 40).boxed().flatMap(n -> Stream.of(ANNA, BEN)).toList());
  }

  @Test
  void positionsClaimsAndRedisHaveTheSameOrder() {
    List<SubmittedJob> submitted = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      submitted.add(stored(ANNA, n % 5 == 0 ? "high" : "normal"));
    }
    for (int n = 0; n < 10; n++) {
      submitted.add(stored(BEN, n % 5 == 0 ? "low" : "normal"));
      submitted.add(stored(Caller.ROUTE, "normal"));
    }
    List<UUID> order = order();

    Map<UUID, Integer> positions =
        new QueueQueries(jobs.jdbc, new QueueState(jobs.jdbc), jobs.settings, Clock.systemUTC())
            .positions(order);
    assertThat(order.stream().map(positions::get).toList())
        .isEqualTo(IntStream.rangeClosed(1, order.size()).boxed().toList());

    LettuceConnectionFactory redis =
        new LettuceConnectionFactory(
            (RedisStandaloneConfiguration)
                LettuceConnectionFactory.createRedisConfiguration(
                    TestServers.shared().freshRedisUrl()));
    redis.start();
    try {
      StringRedisTemplate template = new StringRedisTemplate(redis);
      ReadySet readySet = new ReadySet(template, template, Clock.systemUTC());
      readySet.add(submitted);
      assertThat(readySet.poll(order.size())).isEqualTo(order);
    } finally {
      redis.destroy();
    }

    later();
    List<UUID> claimed = new ArrayList<>();
    for (int n = 0; n < order.size(); n++) {
      claimed.add(jobs.claims.claimDue(1, "worker", true).get(0).lease().jobId());
    }
    assertThat(claimed).isEqualTo(order);
  }

  private List<UUID> submit(Caller client, String priority, int count) {
    return IntStream.range(0, count).mapToObj(n -> submit(client, priority)).toList();
  }

  private UUID submit(Caller client, String priority) {
    return stored(client, priority).id();
  }

  private SubmittedJob stored(Caller client, String priority) {
    SubmittedJob job = jobs.store.submit(jobs.newJob(priority, client)).orElseThrow();
    synchronized (owners) {
      owners.put(job.id(), client);
    }
    return job;
  }

  private List<UUID> batch(Caller client, String priority, int count) {
    List<UUID> ids =
        batches
            .submit("{}", Collections.nCopies(count, jobs.newJob(priority, client)), null, null)
            .jobs()
            .stream()
            .map(SubmittedJob::id)
            .toList();
    ids.forEach(id -> owners.put(id, client));
    return ids;
  }

  /** Claims the first jobs. */
  private void take(int count) {
    order().subList(0, count).forEach(jobs::claim);
  }

  private List<UUID> order() {
    return jobs.jdbc
        .sql(
            "SELECT id FROM training_jobs WHERE status = 'PENDING' AND run_at <= now() ORDER BY ready_score, id")
        .query(UUID.class)
        .list();
  }

  private List<Caller> ownersInOrder() {
    return order().stream().map(owners::get).toList();
  }

  private List<UUID> orderOf(Caller client) {
    return order().stream().filter(job -> owners.get(job).equals(client)).toList();
  }

  private long score(UUID job) {
    return Long.parseLong(jobs.column(job, "ready_score"));
  }

  /** Number of jobs whose score is not that of their time and priority. */
  private int unnatural() {
    return jobs.jdbc
        .sql(
            """
            SELECT count(*) FROM training_jobs
            WHERE ready_score <> (extract(epoch FROM run_at) * 1000)::bigint
                - CASE priority WHEN 'high' THEN 600000 WHEN 'low' THEN -1200000 ELSE 0 END
            """)
        .query(Integer.class)
        .single();
  }

  /** Makes all jobs older. */
  private void age(long millis) {
    jobs.jdbc
        .sql(
            "UPDATE training_jobs SET ready_score = ready_score - :ms, run_at = run_at - :ms * interval '1 millisecond'")
        .param("ms", millis)
        .update();
  }

  /** Puts a client's jobs further back. */
  private void move(Caller client, long millis) {
    jobs.jdbc
        .sql("UPDATE training_jobs SET ready_score = ready_score + ? WHERE api_key_id = ?")
        .param(millis)
        .param(client.client())
        .update();
  }

  /** Puts a second between the scores of all jobs. */
  private void spread() {
    jobs.jdbc
        .sql(
            """
            UPDATE training_jobs j SET ready_score = ready_score - 1000 * back.places
            FROM (SELECT id, row_number() OVER (ORDER BY ready_score DESC, id DESC) AS places FROM training_jobs) back
            WHERE back.id = j.id
            """)
        .update();
  }

  /** Lets all jobs be due for long enough to be claimed without a hint. */
  private void later() {
    jobs.jdbc.sql("UPDATE training_jobs SET run_at = run_at - interval '2 seconds'").update();
  }

  private static Caller caller(String name) {
    return new Caller(UUID.randomUUID(), name, Role.OPERATOR, Door.HTTP, "::1", null);
  }
}
