package dev.trainyard.overview;

import dev.trainyard.job.history.JobHistory;
import dev.trainyard.job.history.JobsOfMinute;
import dev.trainyard.overview.Overview.Point;
import dev.trainyard.overview.Overview.Trends;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Keeps the minutes of the last day, which do not change when they are over, and asks PostgreSQL
 * for the newest only. One thread at a time may read.
 */
@Component
class TrendReader {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final int MINUTES = 60;
  private static final int QUARTERS = 96;

  /** A transaction that began in a minute is committed by then. */
  private static final Duration SETTLED_AFTER = Duration.ofMinutes(2);

  private final JobHistory history;
  private final NavigableMap<Instant, JobsOfMinute> minutes = new TreeMap<>();

  /** Minutes before it are known. */
  private Instant settled = Instant.EPOCH;

  TrendReader(JobHistory history) {
    this.history = history;
  }

  /** Forgets the minutes that are known: somebody has changed the past, as by discarding it. */
  void forget() {
    settled = Instant.EPOCH;
  }

  /** Returns the trends until a time, that of the transaction in which this is called. */
  Trends read(Instant asOf) {
    Instant firstMinute = start(asOf, MINUTE).minus(MINUTE.multipliedBy(MINUTES - 1L));
    Instant firstQuarter = start(asOf, QUARTER).minus(QUARTER.multipliedBy(QUARTERS - 1L));
    Instant unknown = settled.isAfter(firstQuarter) ? settled : firstQuarter;
    List<JobsOfMinute> news = history.since(unknown);
    minutes.tailMap(unknown, true).clear();
    minutes.headMap(firstQuarter, false).clear();
    news.forEach(minute -> minutes.put(minute.at(), minute));
    settled = start(asOf.minus(SETTLED_AFTER), MINUTE);
    return new Trends(
        points(firstMinute, MINUTE, MINUTES), points(firstQuarter, QUARTER, QUARTERS));
  }

  private List<Point> points(Instant first, Duration step, int count) {
    List<Point> points = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Instant from = first.plus(step.multipliedBy(i));
      points.add(sum(from, minutes.subMap(from, from.plus(step)).values()));
    }
    return points;
  }

  private static Point sum(Instant at, Iterable<JobsOfMinute> minutes) {
    long submitted = 0;
    long completed = 0;
    long failed = 0;
    long cancelled = 0;
    for (JobsOfMinute minute : minutes) {
      submitted += minute.submitted();
      completed += minute.completed();
      failed += minute.failed();
      cancelled += minute.cancelled();
    }
    return new Point(at, submitted, completed, failed, cancelled);
  }

  private static Instant start(Instant time, Duration step) {
    long seconds = step.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
  }
}
