package dev.trainyard.cluster;

import dev.trainyard.cluster.Members.LostException;
import dev.trainyard.cluster.Members.Member;
import dev.trainyard.cluster.SliceCodec.Answer;
import dev.trainyard.cluster.SliceCodec.Outcome;
import dev.trainyard.cluster.SliceCodec.Slice;
import dev.trainyard.optimize.Evaluation;
import dev.trainyard.optimize.Evaluator;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.optimize.study.RemoteEvaluation;
import dev.trainyard.pipeline.JobCopies;
import dev.trainyard.strategy.Parameters;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slices of one job. A member has at most two at once for each of its threads, one of which
 * waits there while the other one is evaluated.
 */
final class JobSlices implements RemoteEvaluation {
  private static final Logger LOG = LoggerFactory.getLogger(JobSlices.class);
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long BROKEN_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final UUID job;
  private final JobCopies.Original original;
  private final Duration minJob;
  private final Members members;
  private final SliceRoute route;
  private final SliceMetrics metrics;

  /** The trace of the job, as of the thread that runs it. */
  private final Context trace = Context.current();

  private final Map<UUID, Integer> underWay = new ConcurrentHashMap<>();

  /** Until when a member is left alone, by {@link System#nanoTime}. */
  private final Map<UUID, Long> resting = new ConcurrentHashMap<>();

  private final Set<UUID> unable = ConcurrentHashMap.newKeySet();
  private volatile boolean isLarge;

  /** Until when no slices leave, since the route for them fails, by {@link System#nanoTime}. */
  private volatile @Nullable Long brokenUntil;

  JobSlices(
      UUID job,
      JobCopies.Original original,
      Duration minJob,
      Members members,
      SliceRoute route,
      SliceMetrics metrics) {
    this.job = job;
    this.original = original;
    this.minJob = minJob;
    this.members = members;
    this.route = route;
    this.metrics = metrics;
  }

  @Override
  public int lanes(double remainingSeconds) {
    Long broken = brokenUntil;
    if (!route.isOpen() || (broken != null && System.nanoTime() - broken < 0)) {
      return 0;
    }
    if (!isLarge) {
      if (remainingSeconds * 1000 < minJob.toMillis()) {
        return 0;
      }
      isLarge = true;
      LOG.info(
          "Job {} has at least {} s of work left: members that are free help",
          job,
          minJob.toSeconds());
    }
    return members.others().stream().filter(this::isUsable).mapToInt(Member::slices).sum();
  }

  private boolean isUsable(Member member) {
    Long until = resting.get(member.id());
    return !unable.contains(member.id()) && (until == null || System.nanoTime() - until >= 0);
  }

  @Override
  public List<Evaluation> evaluate(Evaluator evaluator, List<Parameters> slice)
      throws NotEvaluatedException, InterruptedException {
    if (!(evaluator instanceof RangeEvaluator range)) {
      throw new NotEvaluatedException("only back-tests run elsewhere");
    }
    Member member =
        take().orElseThrow(() -> new NotEvaluatedException("no member has a free place"));
    try {
      Answer answer = answer(member, range, slice);
      metrics.count(answer.outcome());
      if (answer.outcome() == Outcome.EVALUATED && answer.evaluations().size() == slice.size()) {
        return answer.evaluations();
      }
      if (answer.outcome() == Outcome.UNABLE && unable.add(member.id())) {
        LOG.warn("{} does not help with job {}: {}", member.worker(), job, answer.reason());
      }
      if (answer.outcome() == Outcome.BROKEN) {
        LOG.warn(
            "{} does not help with job {} for {} s: {}",
            member.worker(),
            job,
            TimeUnit.NANOSECONDS.toSeconds(BROKEN_NANOS),
            answer.reason());
      }
      rest(member, answer.outcome() == Outcome.BROKEN ? BROKEN_NANOS : REST_NANOS);
      throw new NotEvaluatedException(answer.reason());
    } finally {
      underWay.merge(member.id(), -1, Integer::sum);
    }
  }

  @SuppressWarnings("try")
  private Answer answer(Member member, RangeEvaluator range, List<Parameters> slice)
      throws NotEvaluatedException, InterruptedException {
    Slice asked =
        new Slice(
            job,
            original,
            range.from(),
            range.to(),
            range.constraints().minTrades(),
            slice.stream().map(JobSlices::coordinates).toList());
    try (Scope scope = trace.makeCurrent()) {
      return route.send(member, asked);
    } catch (SliceRoute.BrokenException e) {
      if (!route.isOpen() || e.getCause() instanceof DirectConsumerNotAvailableException) {
        throw new NotEvaluatedException("the route is stopped or swapped", e);
      }
      boolean isNew = brokenUntil == null;
      brokenUntil = System.nanoTime() + BROKEN_NANOS;
      if (isNew) {
        LOG.warn(
            "Job {} runs here alone, and tries again every {} s: {}",
            job,
            TimeUnit.NANOSECONDS.toSeconds(BROKEN_NANOS),
            e.getMessage());
      }
      throw new NotEvaluatedException("the route fails", e);
    } catch (LostException e) {
      metrics.countLost();
      rest(member, REST_NANOS);
      LOG.info(
          "{} has not answered a slice of job {}, which is evaluated elsewhere: {}",
          member.worker(),
          job,
          e.getMessage());
      throw new NotEvaluatedException("the member is gone", e);
    }
  }

  private static double[] coordinates(Parameters parameters) {
    double[] values = new double[parameters.space().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = parameters.coordinate(i);
    }
    return values;
  }

  /** Takes a place at the member with the largest share of its places free. */
  private synchronized Optional<Member> take() {
    Optional<Member> free =
        members.others().stream()
            .filter(this::isUsable)
            .filter(member -> used(member) < member.slices())
            .min(Comparator.comparingDouble(member -> (double) used(member) / member.slices()));
    free.ifPresent(member -> underWay.merge(member.id(), 1, Integer::sum));
    return free;
  }

  private int used(Member member) {
    return underWay.getOrDefault(member.id(), 0);
  }

  private void rest(Member member, long nanos) {
    resting.put(member.id(), System.nanoTime() + nanos);
  }
}
