package dev.trainyard.queue.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.job.AttemptOutcome;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.LogContext;
import dev.trainyard.job.Priority;
import dev.trainyard.job.event.AttemptEnded;
import dev.trainyard.job.event.DeadLetterWritten;
import dev.trainyard.job.event.JobStarted;
import dev.trainyard.job.lifecycle.AttemptState;
import dev.trainyard.job.lifecycle.ClaimedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

class SlotRunnerTest {
  private final VirtualTime time = new VirtualTime();
  private final InMemoryAttempts attempts = new InMemoryAttempts(time);
  private final InMemoryHeartbeats heartbeats = new InMemoryHeartbeats(time);
  private final InMemoryHints hints = new InMemoryHints(time);
  private final List<Object> facts = new ArrayList<>();
  private final ScriptedRoute route = new ScriptedRoute();
  private final LeaseKeeper leases =
      new LeaseKeeper(heartbeats, hints, Duration.ofSeconds(1), new SilentBeat(), time);
  private final ClaimedJob job = ClaimedJobs.sound();
  private final RunningJob running = new RunningJob(job);
  private RuntimeException deafness;

  @AfterEach
  void noInterruptIsLeft() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void anAttemptIsToldFromItsBeginningToItsEnd() {
    endAs(AttemptOutcome.COMPLETED, JobStatus.COMPLETED);
    route.step = () -> time.note("work");

    run();

    assertThat(time.notes())
        .containsExactly(
            "0.0s attempt begins",
            "0.0s changed " + job.id(),
            "0.0s published JobStarted",
            "0.0s work",
            "0.0s published AttemptEnded",
            "0.0s changed " + job.id(),
            "0.0s attempt ends");
    assertThat(facts.get(0)).isEqualTo(new JobStarted(job.id(), Priority.HIGH, ClaimedJobs.WAITED));
  }

  @Test
  void whatIsLoggedMeanwhileNamesTheJob() {
    endAs(AttemptOutcome.COMPLETED, JobStatus.COMPLETED);
    route.step = () -> time.note("logs %s".formatted(MDC.get(LogContext.JOB_ID)));

    run();

    assertThat(time.notes("logs")).containsExactly("0.0s logs " + job.id());
    assertThat(MDC.get(LogContext.JOB_ID)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, COMPLETED",
    "FAILED, PENDING",
    "RELEASED, PENDING",
    "CANCELLED, CANCELLED"
  })
  void theOutcomeThatTheStoreHasIsTold(AttemptOutcome outcome, JobStatus status) {
    endAs(outcome, status);
    route.error = new IllegalStateException("proves nothing");

    run();

    assertThat(facts.subList(1, facts.size())).containsExactly(new AttemptEnded(job.id(), outcome));
    assertThat(attempts.failed()).isNull();
    assertThat(time.notes("release")).isEmpty();
  }

  @Test
  void theLastFailureIsADeadLetter() {
    attempts.state(
        new AttemptState(false, AttemptOutcome.FAILED, JobStatus.FAILED, "permanent", "too few"));

    run();

    assertThat(facts.subList(1, facts.size()))
        .containsExactly(new DeadLetterWritten(job.id(), "permanent", "too few"));
  }

  @ParameterizedTest
  @EnumSource(names = {"TIMEOUT", "LOST"})
  void whatOthersDidToTheJobTheyTell(AttemptOutcome outcome) {
    endAs(outcome, JobStatus.FAILED);

    run();

    assertThat(facts).hasSize(1);
  }

  @Test
  void aJobThatARouteLeftWithoutAnOutcomeIsFailed() {
    run();

    assertThat(attempts.failed().kind()).isEqualTo(FailureKind.PERMANENT);
    assertThat(attempts.failed().errorClass()).isEqualTo("NoOutcome");
    assertThat(facts.subList(1, facts.size()))
        .containsExactly(
            new DeadLetterWritten(
                job.id(),
                "permanent",
                "the training route ended without storing a result; check its steps"));
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
  void aJobThatARouteLeftWithAnErrorIsFailedForIt(Class<? extends Throwable> type)
      throws ReflectiveOperationException {
    route.error = type.getConstructor(String.class).newInstance("broken");

    run();

    assertThat(attempts.failed().kind()).isEqualTo(FailureKind.PERMANENT);
    assertThat(attempts.failed().errorClass()).isEqualTo(type.getSimpleName());
    assertThat(facts.subList(1, facts.size()))
        .containsExactly(new DeadLetterWritten(job.id(), "permanent", "broken"));
  }

  @Test
  void aJobThatWasToldToStopIsGivenBackAtOnce() {
    route.step = () -> running.requestStop(time.clock().instant());
    route.error = new IllegalStateException("interrupted");

    run();

    assertGivenBackAfter("0.0s");
  }

  @Test
  void aJobThatMetAnOutageIsGivenBackForASecond() {
    route.error = new DataAccessResourceFailureException("PostgreSQL is away");

    run();

    assertGivenBackAfter("1.0s");
  }

  @Test
  void aJobThatMetAStoppedStageIsGivenBackForASecond() {
    route.error = new IllegalStateException("no consumer");
    route.closing = true;

    run();

    assertGivenBackAfter("1.0s");
  }

  private void assertGivenBackAfter(String delay) {
    assertThat(time.notes("release")).containsExactly("0.0s release after " + delay);
    assertThat(hints.left()).containsExactly(job.id());
    assertThat(attempts.failed()).isNull();
    assertThat(facts.subList(1, facts.size()))
        .containsExactly(new AttemptEnded(job.id(), AttemptOutcome.RELEASED));
  }

  @Test
  void nothingIsToldOfAJobThatWasLostBeforeItCouldBeGivenBack() {
    attempts.loseMeanwhile();
    route.error = new DataAccessResourceFailureException("PostgreSQL is away");

    run();

    assertThat(hints.left()).isEmpty();
    assertThat(facts).hasSize(1);
  }

  @Test
  void nothingIsToldOfAJobThatWasLostBeforeItCouldBeFailed() {
    attempts.loseMeanwhile();

    run();

    assertThat(facts).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOutcomeThatCannotBeStoredIsStoredLater(boolean transaction) {
    attempts.fail(
        transaction
            ? new CannotCreateTransactionException("away")
            : new DataAccessResourceFailureException("away"));
    time.at(Duration.ofMillis(1500), () -> attempts.fail((RuntimeException) null));

    run();

    assertThat(time.notes("away")).containsExactly("0.0s away", "1.0s away");
    assertThat(time.notes("fail")).containsExactly("2.0s fail NoOutcome");
  }

  @Test
  void aStopLeavesAnOutcomeThatCannotBeStoredToTheLease() {
    attempts.fail(new DataAccessResourceFailureException("away"));
    time.at(Duration.ofMillis(1500), () -> route.stopping = true);

    run();

    assertThat(time.notes("away")).containsExactly("0.0s away", "1.0s away", "2.0s away");
    assertThat(time.notes("fail")).isEmpty();
    assertThat(facts).hasSize(1);
  }

  @Test
  void anInterruptEndsTheTriesToStoreAnOutcome() {
    attempts.fail(new DataAccessResourceFailureException("away"));
    time.at(Duration.ofMillis(500), () -> Thread.currentThread().interrupt());

    run();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(time.notes("away")).hasSize(1);
    assertThat(kept()).isFalse();
  }

  @Test
  void theLeaseIsKeptAsLongAsTheWork() {
    endAs(AttemptOutcome.COMPLETED, JobStatus.COMPLETED);
    route.step = () -> assertThat(kept()).isTrue();

    run();

    assertThat(route.error).isNull();
    assertThat(time.notes("giveBack")).hasSize(1);
    assertThat(kept()).isFalse();
  }

  @Test
  void aListenerThatFailsLeavesTheLeaseToNobody() {
    deafness = new IllegalStateException("a listener's bug");

    assertThatThrownBy(this::run).isSameAs(deafness);

    assertThat(kept()).isFalse();
  }

  @Test
  void theLossOfItsLeaseInterruptsTheWork() {
    endAs(AttemptOutcome.LOST, JobStatus.PENDING);
    route.step =
        () -> {
          heartbeats.lose(job.lease());
          leases.run();
          time.note("interrupted %s".formatted(Thread.currentThread().isInterrupted()));
        };

    run();

    assertThat(time.notes("interrupted")).containsExactly("0.0s interrupted true");
  }

  @ParameterizedTest
  @EnumSource(Stop.class)
  void aStopInterruptsTheWorkWheneverItComes(Stop stop) {
    stop.before(running);
    route.step =
        () -> {
          stop.during(running);
          time.note("interrupted %s".formatted(Thread.currentThread().isInterrupted()));
        };

    run();

    assertThat(time.notes("interrupted")).containsExactly("0.0s interrupted true");
    assertGivenBackAfter("0.0s");
  }

  /** When a stop comes. */
  private enum Stop {
    BEFORE,
    DURING;

    void before(RunningJob job) {
      if (this == BEFORE) {
        job.requestStop(Instant.EPOCH);
      }
    }

    void during(RunningJob job) {
      if (this == DURING) {
        job.requestStop(Instant.EPOCH);
      }
    }
  }

  private static void nothing() {}

  /** A stop of the keeper releases its leases. */
  private boolean kept() {
    int before = time.notes("giveBack").size();
    leases.stop();
    return time.notes("giveBack").size() > before;
  }

  private void endAs(AttemptOutcome outcome, JobStatus status) {
    attempts.state(new AttemptState(false, outcome, status, null, null));
  }

  private void run() {
    SlotServices services =
        new SlotServices(
            attempts,
            heartbeats,
            new InMemoryClaims(time),
            hints,
            new NotedAttempts(),
            Duration.ofSeconds(1),
            new StuckThreads(),
            time.clock(),
            time,
            SlotRunnerTest::nothing);
    new SlotRunner(route, services, leases).run(running);
  }

  private static final class ScriptedRoute implements JobRoute {
    private Runnable step = SlotRunnerTest::nothing;
    private Throwable error;
    private boolean closing;
    private boolean stopping;

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public Throwable process(ClaimedJob job) {
      step.run();
      return error;
    }

    @Override
    public boolean isClosing(Throwable failure) {
      return closing;
    }

    @Override
    public boolean isStopping() {
      return stopping;
    }
  }

  private final class NotedAttempts implements AttemptObserver {
    @Override
    public void during(ClaimedJob claimed, Runnable work) {
      time.note("attempt begins");
      work.run();
      time.note("attempt ends");
    }

    @Override
    public void changed(UUID jobId) {
      time.note("changed %s".formatted(jobId));
    }

    @Override
    public void publish(Object event) {
      time.note("published %s".formatted(event.getClass().getSimpleName()));
      facts.add(event);
      if (deafness != null) {
        throw deafness;
      }
    }
  }

  private static final class SilentBeat implements LeaseKeeper.Beat {
    @Override
    public int slots() {
      return 1;
    }

    @Override
    public void paused(boolean paused) {}

    @Override
    public void onCheck() {}
  }
}
