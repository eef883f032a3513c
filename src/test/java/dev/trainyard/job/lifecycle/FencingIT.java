package dev.trainyard.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.LeaseLostException;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.Stage;
import dev.trainyard.job.work.JournalEntry;
import dev.trainyard.job.work.LogLine;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.job.work.StoredTrial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker whose job continues elsewhere writes nothing, although the job runs. */
class FencingIT {
  private static final RetrySettings AT_ONCE = new RetrySettings(Duration.ZERO, 1, Duration.ZERO);

  private static final PinnedInputs INPUTS =
      new PinnedInputs(Instant.EPOCH, Instant.EPOCH.plusSeconds(60), "fingerprint", "1");

  private static final JobFailure FAILURE =
      new JobFailure(FailureKind.TRANSIENT, "Broken", "it broke", Stage.OPTIMIZATION, null);

  /** The tables to which a worker writes. */
  private static final List<String> TABLES =
      List.of(
          "training_jobs",
          "job_attempts",
          "job_events",
          "training_progress",
          "training_trials",
          "training_logs",
          "failed_jobs",
          "trained_configurations");

  /** All writes of a worker. */
  private enum Write {
    PIN {
      @Override
      void by(StoredJobs jobs, Lease lease) {
        jobs.work.pin(lease, new PinnedInputs(INPUTS.from(), INPUTS.to(), "other", "2"), List.of());
      }
    },
    PROGRESS {
      @Override
      void by(StoredJobs jobs, Lease lease) {
        jobs.work.progress(lease, ProgressSnapshot.of(Stage.OPTIMIZATION, 0.9, "searching"));
      }
    },
    TRIALS {
      @Override
      void by(StoredJobs jobs, Lease lease) {
        jobs.work.addTrials(lease, List.of(trial(1)));
      }
    },
    DISCARD_TRIALS {
      @Override
      void by(StoredJobs jobs, Lease lease) {
        jobs.work.discardTrials(lease, INPUTS, "other candles");
      }
    },
    LOG {
      @Override
      void by(StoredJobs jobs, Lease lease) {
        jobs.work.store(
            lease,
            new JournalEntry(
                List.of(), null, List.of(LogLine.info("hello", Stage.OPTIMIZATION, "hello"))));
      }
    },
    HEARTBEAT {
      @Override
      void by(StoredJobs jobs, Lease lease) {
        jobs.leases.heartbeat(List.of(lease));
      }
    },
    COMPLETION {
      @Override
      void by(StoredJobs jobs, Lease lease) {
        jobs.complete(lease);
      }
    },
    FAILED {
      @Override
      void by(StoredJobs jobs, Lease lease) {
        jobs.store.fail(lease, FAILURE);
      }
    },
    RETRY {
      @Override
      void by(StoredJobs jobs, Lease lease) {
        jobs.store.retry(lease, FAILURE, Duration.ZERO);
      }
    },
    RELEASE {
      @Override
      void by(StoredJobs jobs, Lease lease) {
        jobs.store.release(lease, Duration.ZERO);
      }
    };

    /**
     * Writes under a lease.
     *
     * @throws LeaseLostException when the lease is lost, if the write reports that
     */
    abstract void by(StoredJobs jobs, Lease lease);
  }

  private final StoredJobs jobs = new StoredJobs();
  private Lease stale;
  private Lease current;

  @BeforeEach
  void letTheJobGoOnElsewhere() {
    stale = jobs.running();
    jobs.work.pin(stale, INPUTS, List.of());
    jobs.work.addTrials(stale, List.of(trial(0)));
    jobs.jdbc
        .sql("UPDATE training_jobs SET lease_expires_at = now() - interval '1 second'")
        .update();
    jobs.store.returnExpired(AT_ONCE);
    current = jobs.claim(stale.jobId());
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  @ParameterizedTest
  @EnumSource
  void aStaleLeaseWritesNothing(Write write) {
    String before = written();

    try {
      write.by(jobs, stale);
    } catch (LeaseLostException told) {
      assertThat(told).hasMessageContaining(stale.jobId().toString());
    }

    assertThat(written()).isEqualTo(before);
  }

  /** Without this test the one above would prove nothing. */
  @ParameterizedTest
  @EnumSource
  void theCurrentLeaseWrites(Write write) {
    String before = written();

    write.by(jobs, current);

    assertThat(written()).isNotEqualTo(before);
  }

  /** A check without a lock would see the job as it was, and let the trials in. */
  @Test
  void trialsWaitForATransitionThatIsUnderWayAndAreRefusedAfterIt() {
    CompletableFuture<Void> late =
        jobs.transaction()
            .execute(
                status -> {
                  jobs.store.cancel(current.jobId());
                  CompletableFuture<Void> writing =
                      CompletableFuture.runAsync(() -> Write.TRIALS.by(jobs, current));
                  await().until(() -> writing.isDone() || isAnyoneWaiting());
                  return writing;
                });

    assertThatThrownBy(late::join).hasCauseInstanceOf(LeaseLostException.class);
    assertThat(jobs.count("training_trials", current.jobId())).isOne();
  }

  private boolean isAnyoneWaiting() {
    return jobs.jdbc
        .sql(
            """
            SELECT EXISTS (SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock')
            """)
        .query(Boolean.class)
        .single();
  }

  private String written() {
    return TABLES.stream().flatMap(this::rows).collect(Collectors.joining("\n"));
  }

  private Stream<String> rows(String table) {
    return jobs
        .jdbc
        .sql("SELECT to_json(t)::text FROM %s t ORDER BY 1".formatted(table))
        .query(String.class)
        .list()
        .stream();
  }

  private static StoredTrial trial(int number) {
    return new StoredTrial("search", number, "{}", 1, 0, true, "{}", null, null);
  }
}
