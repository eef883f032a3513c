package dev.trainyard.queue.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.job.lifecycle.ClaimedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

class JobFetcherTest {
  private final VirtualTime time = new VirtualTime();
  private final InMemoryHints hints = new InMemoryHints(time);
  private final InMemoryClaims claims = new InMemoryClaims(time);
  private final Deque<Runnable> work = new ArrayDeque<>();
  private int count = 1;

  /** When one more slot appears without a signal. */
  private Duration addedAt = Duration.ofDays(1);

  private boolean open = true;
  private boolean jobsEndAtOnce;
  private final SlotPool slots =
      new SlotPool(this::take, this::count, job -> {}, time.clock(), time);
  private final JobFetcher fetcher = new JobFetcher(claims, hints, slots, () -> open, time.clock());

  @Test
  void aJobOfAHintIsClaimedAndStarted() {
    ClaimedJob job = hintedJob();

    runUntil("0.5");

    assertThat(time.notes()).containsExactly("0.0s pop 1 for 1.0s", "0.0s claim 1 idle");
    assertThat(slots.running()).extracting(RunningJob::job).containsExactly(job);
  }

  @Test
  void withoutAHintTheStoreIsAsked() {
    ClaimedJob job = ClaimedJobs.sound();
    claims.due(job);

    runUntil("1.5");

    assertThat(time.notes()).containsExactly("0.0s pop 1 for 1.0s", "1.0s claimDue 1 idle");
    assertThat(slots.running()).extracting(RunningJob::job).containsExactly(job);
  }

  @Test
  void withHintsTheStoreIsAskedEveryTwoSeconds() {
    for (int half = 1; half <= 10; half++) {
      time.at(Duration.ofMillis(500L * half), () -> hints.give(UUID.randomUUID()));
    }

    runUntil("5.2");

    assertThat(time.notes("claim")).hasSize(10);
    assertThat(time.notes("claimDue"))
        .containsExactly("0.5s claimDue 1 idle", "2.5s claimDue 1 idle", "4.5s claimDue 1 idle");
  }

  @Test
  void itClaimsNoMoreThanItCanStart() {
    count = 3;
    slots.start(ClaimedJobs.sound());
    hintedJob();

    runUntil("0.5");

    assertThat(time.notes())
        .startsWith(
            "0.0s suspectWaits",
            "0.0s pop 2 for 1.0s",
            "0.0s claim 1 busy",
            "0.0s claimDue 1 busy");
  }

  @Test
  void aJobThatMustRunAloneIsNotClaimedBesideOneOfTheSameFetch() {
    count = 2;
    hintedJob();

    runUntil("0.5");

    assertThat(time.notes()).contains("0.0s claim 1 idle", "0.0s claimDue 1 busy");
  }

  @Test
  void aJobThatMustRunAloneIsNotClaimedBesideOneThatRuns() {
    count = 2;
    slots.start(ClaimedJobs.sound());

    runUntil("1.5");

    assertThat(time.notes("claimDue")).containsExactly("1.0s claimDue 1 busy");
  }

  @Test
  void aStopDuringAPopClaimsNothing() {
    time.at(Duration.ofMillis(500), this::hintedJob);

    runUntil("0.5");

    assertThat(time.notes()).containsExactly("0.0s pop 1 for 1.0s");
    assertThat(slots.isIdle()).isTrue();
  }

  @Test
  void aStopWhileEverySlotIsTakenTakesNoHint() {
    slots.start(ClaimedJobs.sound());
    hintedJob();
    time.at(Duration.ofMillis(500), () -> work.remove().run());

    runUntil("0.5");

    assertThat(time.notes()).isEmpty();
  }

  @Test
  void nothingIsAskedForWhileEverySlotIsTaken() {
    slots.start(ClaimedJobs.sound());
    hintedJob();

    runUntil("4.5");

    assertThat(time.notes()).isEmpty();
  }

  @Test
  void aSlotThatIsAddedIsUsedWithinTwoSeconds() {
    slots.start(ClaimedJobs.sound());
    hintedJob();
    addedAt = Duration.ofMillis(500);

    runUntil("2.5");

    assertThat(time.notes("claim")).containsExactly("2.0s claim 1 busy");
  }

  @Test
  void whileRedisIsAwayTheStoreIsAskedTwiceASecond() {
    hints.away(true);

    runUntil("1.2");

    assertThat(time.notes("claimDue"))
        .containsExactly("0.5s claimDue 1 idle", "1.0s claimDue 1 idle");
  }

  @Test
  void hintsCountAgainOnceRedisIsBack() {
    hints.away(true);
    time.at(Duration.ofMillis(300), () -> hints.away(false));

    runUntil("0.9");

    assertThat(time.notes())
        .containsExactly("0.0s pop 1 for 1.0s", "0.5s claimDue 1 idle", "0.5s pop 1 for 1.0s");
  }

  @Test
  void nothingIsWaitedForWhileJobsWithoutHintsAreLeft() {
    jobsEndAtOnce = true;
    claims.due(ClaimedJobs.sound());
    claims.due(ClaimedJobs.sound());

    runUntil("1.5");

    assertThat(time.notes())
        .containsExactly(
            "0.0s pop 1 for 1.0s",
            "1.0s claimDue 1 idle",
            "1.0s poll 1",
            "1.0s claimDue 1 idle",
            "1.0s poll 1",
            "1.0s claimDue 1 idle",
            "1.0s pop 1 for 1.0s");
  }

  @Test
  void hintsAreWaitedForWhileTheyArrive() {
    count = 2;
    jobsEndAtOnce = true;
    hintedJob();
    claims.due(ClaimedJobs.sound());

    runUntil("0.5");

    assertThat(time.notes("claimDue")).hasSize(1);
    assertThat(time.notes("pop")).hasSize(2);
    assertThat(time.notes("poll")).isEmpty();
  }

  @Test
  void nothingIsWaitedForWhileJobsAreLeftAndRedisIsAway() {
    jobsEndAtOnce = true;
    hints.away(true);
    claims.due(ClaimedJobs.sound());

    runUntil("0.7");

    assertThat(time.notes())
        .containsExactly(
            "0.0s pop 1 for 1.0s",
            "0.5s claimDue 1 idle",
            "0.5s poll 1",
            "0.5s claimDue 1 idle",
            "0.5s pop 1 for 1.0s");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileNothingMayBeClaimedTheHintsStay(boolean paused) {
    allow(!paused, paused);
    ClaimedJob job = hintedJob();
    time.at(Duration.ofMillis(900), () -> assertThat(hints.left()).containsExactly(job.id()));
    time.at(Duration.ofMillis(900), () -> assertThat(lastDequeue()).isEqualTo("0.8s"));
    time.at(Duration.ofMillis(900), () -> allow(true, true));

    runUntil("1.1");

    assertThat(time.notes()).containsExactly("1.0s pop 1 for 1.0s", "1.0s claim 1 idle");
  }

  /** Either the queue is not paused, or the route is open, or both. */
  private void allow(boolean claimsAllowed, boolean routeOpen) {
    fetcher.setPaused(!claimsAllowed);
    open = routeOpen;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStoreThatIsAwayIsAskedEverMoreSeldom(boolean transaction) {
    RuntimeException away =
        transaction
            ? new CannotCreateTransactionException("away")
            : new DataAccessResourceFailureException("away");
    claims.fail(away);
    time.at(Duration.ofMillis(22_500), () -> claims.fail(null));
    time.at(Duration.ofMillis(23_500), () -> claims.fail(away));

    runUntil("26.5");

    // A second of each round is the pop's
    assertThat(time.notes("claimDue"))
        .extracting(JobFetcherTest::timeOf)
        .containsExactly("1.0s", "3.0s", "6.0s", "11.0s", "17.0s", "23.0s", "24.0s", "26.0s");
  }

  @Test
  void anyOtherFailureDoesNotEndIt() {
    claims.fail(new IllegalStateException("a bug"));
    time.at(Duration.ofMillis(1500), () -> claims.fail(new StackOverflowError()));

    runUntil("5.5");

    assertThat(time.notes("claimDue"))
        .extracting(JobFetcherTest::timeOf)
        .containsExactly("1.0s", "3.0s", "5.0s");
  }

  @Test
  void anInterruptEndsItWhileItWaitsForASlot() {
    slots.start(ClaimedJobs.sound());
    time.at(Duration.ofMillis(500), () -> Thread.currentThread().interrupt());

    fetcher.run();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(time.notes()).isEmpty();
  }

  @Test
  void anInterruptEndsItWhileItPauses() {
    fetcher.setPaused(true);
    time.at(Duration.ofMillis(100), () -> Thread.currentThread().interrupt());

    fetcher.run();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(time.passed()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void aSingleSlotNeedsNoRoomForAJobThatRunsAlone() {
    claims.suspect(ClaimedJobs.suspect());

    runUntil("4.5");

    assertThat(time.notes("suspectWaits")).isEmpty();
  }

  @Test
  void itLooksForAJobThatRunsAloneEveryTwoSeconds() {
    count = 2;

    runUntil("4.5");

    assertThat(time.notes("suspectWaits"))
        .containsExactly("0.0s suspectWaits", "2.0s suspectWaits", "4.0s suspectWaits");
    assertThat(time.notes("claimSuspect")).isEmpty();
  }

  @Test
  void aJobThatRunsAloneIsTakenOnceNothingElseRuns() {
    count = 3;
    slots.start(ClaimedJobs.sound());
    slots.start(ClaimedJobs.sound());
    ClaimedJob suspect = ClaimedJobs.suspect();
    claims.suspect(suspect);
    hintedJob();
    time.at(Duration.ofSeconds(1), () -> work.remove().run());
    time.at(Duration.ofMillis(2500), () -> assertThat(lastDequeue()).isEqualTo("1.0s"));
    time.at(Duration.ofMillis(2500), () -> work.remove().run());

    runUntil("2.8");

    assertThat(time.notes())
        .containsExactly(
            "0.0s suspectWaits", "1.0s suspectWaits", "2.5s suspectWaits", "2.5s claimSuspect");
    assertThat(slots.running()).extracting(RunningJob::job).containsExactly(suspect);
  }

  @Test
  void theLastDequeueIsKnownEmptyOrNot() {
    assertThat(fetcher.lastDequeue()).isNull();

    runUntil("1.5");

    assertThat(lastDequeue()).isEqualTo("2.0s");
  }

  private static String timeOf(String note) {
    return note.substring(0, note.indexOf(' '));
  }

  private String lastDequeue() {
    return VirtualTime.seconds(Duration.between(Instant.EPOCH, fetcher.lastDequeue()));
  }

  private int count() {
    return time.passed().compareTo(addedAt) < 0 ? count : count + 1;
  }

  private ClaimedJob hintedJob() {
    ClaimedJob job = ClaimedJobs.sound();
    claims.hinted(job);
    hints.give(job.id());
    return job;
  }

  private void take(Runnable job) {
    if (jobsEndAtOnce) {
      job.run();
    } else {
      work.add(job);
    }
  }

  private void runUntil(String seconds) {
    time.at(Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000)), fetcher::stop);
    fetcher.run();
  }
}
