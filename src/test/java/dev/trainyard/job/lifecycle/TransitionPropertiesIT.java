package dev.trainyard.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Lease;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Properties of jobs after any sequence of transitions by workers, users and the reconciler, in any
 * order and at the same time. {@link Transition} is the table of possible transitions, and each of
 * them happens.
 */
class TransitionPropertiesIT {
  private static final int JOBS = 5;
  private static final int STEPS = 1000;
  private static final int MAX_STEPS = 10 * STEPS;
  private static final int STEPS_OF_EACH = 400;

  private final StoredJobs jobs = new StoredJobs();
  private final SeenTransitions seen = new SeenTransitions(jobs.jdbc);

  @AfterEach
  void close() {
    jobs.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void oneAfterTheOther(long seed) {
    List<UUID> ids = submitted();
    Actor actor = new Actor(jobs, ids, new SplittableRandom(seed));
    Map<UUID, String> before = statuses();
    int step = 0;
    do {
      for (int end = step + STEPS; step < end; step++) {
        String history = "seed %d, step %d: ".formatted(seed, step);
        before = oneStep(actor, before, history);
      }
    } while (step < MAX_STEPS && !happened().containsAll(rows()));
    assertThat(actor.accepted())
        .as("what was tried at least once with success")
        .containsKeys(Action.values());
    requireInTheTable("seed " + seed);
    assertThat(happened())
        .as("seed %d: rows of the table that happened, with the states that they left", seed)
        .containsAll(rows());
  }

  /** Does something to a job; returns the states of all jobs afterwards. */
  private Map<UUID, String> oneStep(Actor actor, Map<UUID, String> before, String at) {
    Action action = actor.next();
    UUID job = actor.anyJob();
    Optional<Lease> held = jobs.held(job);
    boolean accepted = actor.act(action, job);

    Map<UUID, String> after = statuses();
    String history = at + action;
    before.forEach(
        (id, status) -> {
          if (JobStatus.valueOf(status).isFinal() && action != Action.RETRY_ENDED) {
            assertThat(after.get(id)).as(history + ", a final state").isEqualTo(status);
          }
        });
    if (action.isByWorker() && !accepted) {
      assertThat(after).as(history + ", a refused write").isEqualTo(before);
    }
    if (action.isByWorker() && accepted) {
      assertThat(held).as(history + ", an accepted write").hasValue(actor.lastNamed());
    }
    requireConsistent(history);
    return after;
  }

  @Test
  void allAtTheSameTime() throws Exception {
    List<UUID> ids = submitted();
    List<Callable<Void>> actors =
        IntStream.range(0, 6)
            .mapToObj(
                number -> {
                  Actor actor = new Actor(jobs, ids, new SplittableRandom(100 + number));
                  return (Callable<Void>)
                      () -> {
                        for (int step = 0; step < STEPS_OF_EACH; step++) {
                          actor.act(actor.next(), actor.anyJob());
                        }
                        return null;
                      };
                })
            .toList();

    Race.run(
        actors.get(0), actors.get(1), actors.get(2), actors.get(3), actors.get(4), actors.get(5));

    requireConsistent("six actors at once");
    requireInTheTable("six actors at once");
  }

  /** Every event of a job is a row of the table, whichever statement did it. */
  private void requireInTheTable(String history) {
    assertThat(seen.all())
        .as(history)
        .allSatisfy(
            happened -> {
              assertThat(happened.by())
                  .as("the row of the table for %s", happened.statement())
                  .isPresent();
              Transition row = happened.by().get();
              JobStatus before = happened.before();
              assertThat(before == null ? row.from().isEmpty() : row.from().contains(before))
                  .as("%s leaves %s", row, before)
                  .isTrue();
              assertThat(happened.after()).as("%s leads to", row).isEqualTo(row.to());
              assertThat(happened.outcome())
                  .as("%s ends the attempt of a job that was %s", row, before)
                  .isEqualTo(before == JobStatus.RUNNING ? row.outcome() : null);
            });
  }

  /** Returns the transitions that have happened, each with the states that it left. */
  private Set<String> happened() {
    return seen.all().stream()
        .filter(happened -> happened.by().isPresent())
        .map(happened -> happened.by().get() + " of " + happened.before())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> rows() {
    Set<String> rows = new TreeSet<>();
    for (Transition row : Transition.values()) {
      if (row.from().isEmpty()) {
        rows.add(row + " of null");
      }
      row.from().forEach(before -> rows.add(row + " of " + before));
    }
    return rows;
  }

  private List<UUID> submitted() {
    return new CopyOnWriteArrayList<>(
        IntStream.range(0, JOBS).mapToObj(i -> jobs.submit("normal").id()).toList());
  }

  private Map<UUID, String> statuses() {
    Map<UUID, String> statuses = new LinkedHashMap<>();
    jobs.jdbc
        .sql("SELECT id, status FROM training_jobs ORDER BY id")
        .query(
            row -> {
              statuses.put(row.getObject("id", UUID.class), row.getString("status"));
            });
    return statuses;
  }

  /** Each query finds the jobs that break a rule. */
  private void requireConsistent(String history) {
    RULES.forEach(
        (rule, query) ->
            assertThat(jobs.jdbc.sql(query).query().listOfRows())
                .as(history + ": " + rule)
                .isEmpty());
  }

  private static final Map<String, String> RULES = rules();

  private static Map<String, String> rules() {
    Map<String, String> rules = new LinkedHashMap<>();
    rules.put(
        "a completed job has one configuration, any other has none",
        """
        SELECT j.id, j.status, count(c.id) FROM training_jobs j LEFT JOIN trained_configurations c ON c.job_id = j.id
        GROUP BY j.id HAVING count(c.id) <> CASE j.status WHEN 'COMPLETED' THEN 1 ELSE 0 END
        """);
    rules.put(
        "a running job has one open attempt, that of its token, and any other has none",
        """
        SELECT j.id, j.status, count(a.job_id) FROM training_jobs j
        LEFT JOIN job_attempts a ON a.job_id = j.id AND a.finished_at IS NULL
        GROUP BY j.id HAVING count(a.job_id) <> CASE j.status WHEN 'RUNNING' THEN 1 ELSE 0 END
            OR bool_or(a.lease_token IS DISTINCT FROM j.lease_token AND a.job_id IS NOT NULL)
        """);
    rules.put(
        "an attempt that is over says how it ended",
        "SELECT * FROM job_attempts WHERE (finished_at IS NULL) <> (outcome IS NULL)");
    rules.put(
        "events are numbered without a gap, and the last one is the state",
        """
        SELECT j.id, j.status, j.event_seq, count(e.seq), max(e.seq) FROM training_jobs j
        JOIN job_events e ON e.job_id = j.id
        GROUP BY j.id HAVING count(e.seq) <> j.event_seq OR max(e.seq) <> j.event_seq
            OR (array_agg(e.data ->> 'status' ORDER BY e.seq DESC))[1] <> j.status
        """);
    rules.put(
        "each failure has a dead letter, and nothing else has",
        """
        SELECT j.id, (SELECT count(*) FROM failed_jobs f WHERE f.job_id = j.id) AS letters,
            (SELECT count(*) FROM job_events e WHERE e.job_id = j.id AND e.data ->> 'status' = 'FAILED') AS failures
        FROM training_jobs j
        WHERE (SELECT count(*) FROM failed_jobs f WHERE f.job_id = j.id)
            <> (SELECT count(*) FROM job_events e WHERE e.job_id = j.id AND e.data ->> 'status' = 'FAILED')
        """);
    rules.put(
        "a failed job says why, a completed one has no error",
        """
        SELECT id, status, error FROM training_jobs
        WHERE (status = 'FAILED' AND error IS NULL) OR (status = 'COMPLETED' AND error IS NOT NULL)
        """);
    rules.put(
        "only a job that is over has an end",
        "SELECT id, status FROM training_jobs WHERE (status IN ('PENDING', 'RUNNING')) = (finished_at IS NOT NULL)");
    rules.put(
        "attempts are counted within their limit",
        "SELECT id, attempt FROM training_jobs WHERE attempt < 1 OR attempt > max_attempts");
    rules.put(
        "a replay and its dead letter name one another",
        """
        SELECT f.id, f.replayed_as, j.id FROM failed_jobs f LEFT JOIN training_jobs j ON j.id = f.replayed_as
        WHERE f.replayed_as IS NOT NULL AND f.replayed_as <> f.job_id AND j.replay_of IS DISTINCT FROM f.job_id
        """);
    rules.put(
        "trials are numbered without a gap",
        """
        SELECT job_id, count(*), max(number) FROM training_trials GROUP BY job_id
        HAVING count(*) <> max(number) + 1
        """);
    return rules;
  }
}
