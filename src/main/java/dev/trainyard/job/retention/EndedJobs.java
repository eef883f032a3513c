package dev.trainyard.job.retention;

import dev.trainyard.retention.Kind;
import dev.trainyard.sql.RowReader;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The jobs that have ended, in the order of their ends, from the mark of a kind on. The mark is
 * behind all jobs that are done; a process that takes over goes on from it.
 */
final class EndedJobs {
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  /** At most so many are looked at in one transaction. */
  private static final int SOME = 50;

  private static final int MOST_STRETCHES = 64;
  private static final Duration STRETCH = Duration.ofMinutes(10);

  /**
   * Each stretch is twice as long as the one before, so that a gap is soon passed, but no longer
   * than this: all jobs of a stretch are read, and many may follow a gap.
   */
  private static final Duration LONGEST_STRETCH = Duration.ofDays(1);

  private static final String BEGIN =
      """
      UPDATE retention_marks SET ended = least(now() - :age_ms * interval '1 millisecond',
          (SELECT min(finished_at) FROM training_jobs))
      WHERE kind = :kind AND NOT isfinite(ended)
      """;

  private static final String MARK =
      """
      SELECT ended, job_id, now() - :age_ms * interval '1 millisecond' AS limit_time FROM retention_marks
      WHERE kind = :kind
      """;

  private static final String MOVE =
      """
      UPDATE retention_marks SET ended = :ended, job_id = :job_id
      WHERE kind = :kind AND (ended, job_id) <> (:ended, :job_id)
      """;

  /** The bounds of the time lead into the index, the pair to the place within it. */
  private static final String NEXT =
      """
      SELECT j.id, j.finished_at FROM training_jobs j
      WHERE j.finished_at >= :from AND j.finished_at < :to AND (j.finished_at, j.id) > (:from, :after) AND %s
      ORDER BY j.finished_at, j.id LIMIT :some
      """;

  private final JdbcClient jdbc;
  private final Kind kind;
  private final String next;

  /**
   * @param condition which jobs, called {@code j}, are meant
   */
  EndedJobs(JdbcClient jdbc, Kind kind, String condition) {
    this.jdbc = jdbc;
    this.kind = kind;
    this.next = NEXT.formatted(condition);
  }

  /**
   * The next jobs, and the place behind them.
   *
   * @param jobs may be empty
   * @param place where the mark stands when they are done
   * @param isLast whether nothing older than the limit lies behind them
   */
  record Stretch(List<UUID> jobs, Place place, boolean isLast) {
    Stretch {
      jobs = List.copyOf(jobs);
    }
  }

  /** A place in the order of the ends: behind the job. */
  record Place(OffsetDateTime ended, UUID job) {}

  private record Mark(Place place, OffsetDateTime limit) {}

  /**
   * Finds the next jobs that ended longer ago than a time.
   *
   * @param kept that time
   */
  Stretch next(Duration kept) {
    Mark mark = mark(kept);
    Place place = mark.place();
    Duration length = STRETCH;
    List<UUID> found = new ArrayList<>();
    for (int i = 0; i < MOST_STRETCHES && place.ended().isBefore(mark.limit()); i++) {
      OffsetDateTime to = place.ended().plus(length);
      if (to.isAfter(mark.limit())) {
        to = mark.limit();
      }
      List<Place> more = between(place, to, SOME - found.size());
      more.forEach(job -> found.add(job.job()));
      if (found.size() == SOME) {
        return new Stretch(found, more.get(more.size() - 1), false);
      }
      place = new Place(to, BEFORE_ALL);
      length = length.multipliedBy(2);
      if (length.compareTo(LONGEST_STRETCH) > 0) {
        length = LONGEST_STRETCH;
      }
    }
    // A mark that would move a little in each round stays, as nothing needs it to
    boolean isNear = mark.place().ended().plus(STRETCH).isAfter(mark.limit());
    return new Stretch(
        found,
        found.isEmpty() && isNear ? mark.place() : place,
        !place.ended().isBefore(mark.limit()));
  }

  /** Notes that all jobs up to a place are done. */
  void move(Place place) {
    jdbc.sql(MOVE)
        .param("kind", kind.label())
        .param("ended", place.ended())
        .param("job_id", place.job())
        .update();
  }

  private Mark mark(Duration kept) {
    jdbc.sql(BEGIN).param("kind", kind.label()).param("age_ms", kept.toMillis()).update();
    return jdbc.sql(MARK)
        .param("kind", kind.label())
        .param("age_ms", kept.toMillis())
        .query(
            (row, number) ->
                new Mark(
                    new Place(
                        time(row.getObject("ended", OffsetDateTime.class)),
                        new RowReader(row).requiredId("job_id")),
                    time(row.getObject("limit_time", OffsetDateTime.class))))
        .single();
  }

  private List<Place> between(Place place, OffsetDateTime to, int most) {
    return jdbc.sql(next)
        .param("from", place.ended())
        .param("after", place.job())
        .param("to", to)
        .param("some", most)
        .query(
            (row, number) ->
                new Place(
                    time(row.getObject("finished_at", OffsetDateTime.class)),
                    new RowReader(row).requiredId("id")))
        .list();
  }

  private static OffsetDateTime time(OffsetDateTime value) {
    return Objects.requireNonNull(value, "a column that is never null");
  }
}
