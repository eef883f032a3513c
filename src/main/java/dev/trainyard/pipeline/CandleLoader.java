package dev.trainyard.pipeline;

import dev.trainyard.job.PermanentJobException;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.request.Lookback;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Resampler;
import dev.trainyard.market.Timeframe;
import dev.trainyard.market.VolumeKind;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.marketdata.CandleStore;
import dev.trainyard.marketdata.SeriesSummary;
import dev.trainyard.marketdata.SeriesTraits.EmptyMinutes;
import dev.trainyard.marketdata.UnknownSeriesException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Loads the candles that a request names, or the candles that an earlier claim of the job has
 * pinned.
 */
@Component
public class CandleLoader {
  private final CandleStore candles;

  /** Creates a loader from the stored candles. */
  public CandleLoader(CandleStore candles) {
    this.candles = candles;
  }

  /**
   * Loads the candles to train on, at least one.
   *
   * @param pinned inputs of an earlier claim; null for the first
   * @throws UnknownSeriesException when the series has no candles; it names the nearest series
   * @throws PermanentJobException when the pinned range has no candles
   */
  public Candles load(TrainingPlan plan, @Nullable PinnedInputs pinned) {
    return loadWithNotes(plan, pinned).candles();
  }

  /**
   * Candles, and what there is to know of them.
   *
   * @param candles the candles, at least one
   * @param notes in words
   */
  record Loaded(Candles candles, List<String> notes) {}

  /** Does the same as {@link #load}, and tells what there is to know of the candles. */
  Loaded loadWithNotes(TrainingPlan plan, @Nullable PinnedInputs pinned) {
    CandleSeries series = plan.series();
    Optional<SeriesSummary> source = source(series);
    List<String> notes = new ArrayList<>();
    source.ifPresent(summary -> notes.addAll(notes(plan, summary)));
    boolean isBuilt = source.isPresent() && !source.get().series().equals(series);
    Candles loaded =
        isBuilt
            ? built(plan, pinned, source.get(), notes)
            : pinned == null
                ? newest(series, plan.request().data().lookback())
                : between(series, pinned.from(), pinned.to());
    if (loaded.size() == 0) {
      throw new PermanentJobException("no candles of %s in the range of the job".formatted(series));
    }
    return new Loaded(loaded, notes);
  }

  /**
   * Loads the candles after a time, and before them as many as indicators need to warm up.
   *
   * @param after open time of the last candle before them
   * @param warmUp candles up to {@code after}, at most
   * @return the candles; only those up to {@code after} when there are none after it
   * @throws UnknownSeriesException when the series has no candles
   */
  public Candles loadSince(TrainingPlan plan, Instant after, int warmUp) {
    CandleSeries series = plan.series();
    Instant from = after.minusMillis((warmUp - 1L) * plan.timeframe().millis());
    Optional<SeriesSummary> source = source(series);
    if (source.isPresent() && !source.get().series().equals(series)) {
      return resampled(plan, source.get(), from, end(source.get())).candles();
    }
    Instant last = source.map(SeriesSummary::lastTime).orElse(after);
    return between(series, from, last);
  }

  /**
   * Counts the candles that {@link #loadSince} may load after a time, without reading them; some of
   * these times may have none.
   */
  public long countSince(TrainingPlan plan, Instant after) {
    return source(plan.series())
        .map(SeriesSummary::lastTime)
        .filter(last -> last.isAfter(after))
        .map(last -> slots(plan, Duration.between(after, last)) + 1)
        .orElse(0L);
  }

  /** The series itself, or else the one with the longest candles of which its own can be built. */
  private Optional<SeriesSummary> source(CandleSeries series) {
    Optional<SeriesSummary> own = candles.find(series);
    return own.isPresent() ? own : candles.finer(series);
  }

  private Candles built(
      TrainingPlan plan, @Nullable PinnedInputs pinned, SeriesSummary source, List<String> notes) {
    Timeframe fine = source.series().timeframe();
    Timeframe wanted = plan.timeframe();
    Instant end = end(source);
    Instant from =
        pinned == null ? end.minusMillis((asked(plan) + 1) * wanted.millis()) : pinned.from();
    Instant to = pinned == null ? end : pinned.to().plusMillis(wanted.millis());
    Resampler.Resampled resampled = resampled(plan, source, from, to);
    Candles all = resampled.candles();
    long asked = pinned == null ? asked(plan) : all.size();
    notes.add(
        String.format(
            Locale.ROOT,
            "The candles of %s are built of those of %s, since only these are stored; %,d that were not whole are left out",
            wanted.label(),
            fine.label(),
            resampled.incomplete()));
    return all.slice((int) Math.max(0, all.size() - asked), all.size());
  }

  /** A candle is built of what its end has seen, and one that is not whole is left out. */
  private Resampler.Resampled resampled(
      TrainingPlan plan, SeriesSummary source, Instant from, Instant to) {
    Timeframe wanted = plan.timeframe();
    Instant whole =
        Instant.ofEpochMilli(Math.floorDiv(from.toEpochMilli(), wanted.millis()) * wanted.millis());
    return new Resampler(
            source.series().timeframe(),
            wanted,
            source.traits().emptyMinutes() == EmptyMinutes.ABSENT)
        .apply(candles.load(source.series(), whole, to), to.toEpochMilli());
  }

  private static Instant end(SeriesSummary source) {
    return source.lastTime().plusMillis(source.series().timeframe().millis());
  }

  private static List<String> notes(TrainingPlan plan, SeriesSummary source) {
    List<String> notes = new ArrayList<>();
    VolumeKind kind = source.traits().volumeKind();
    if (kind != VolumeKind.BASE) {
      notes.add(
          "The volumes of %s count %s, and so does min_volume_threshold"
              .formatted(
                  source.series(),
                  switch (kind) {
                    case QUOTE -> source.series().quote();
                    case CONTRACTS -> "contracts";
                    default -> "changes of the price";
                  }));
    }
    if (source.traits().emptyMinutes() == EmptyMinutes.FILLED && !plan.filter().enabled()) {
      notes.add(
          "Times without trades have flat candles in %s, and the filter that would drop them is off"
              .formatted(source.series()));
    }
    return notes;
  }

  /**
   * Estimates the most candles that {@link #load} will load, from the inventory of the range.
   *
   * @param pinned as for {@link #load}
   */
  public long count(TrainingPlan plan, @Nullable PinnedInputs pinned) {
    Optional<SeriesSummary> stored = source(plan.series());
    if (stored.isEmpty()) {
      return 0;
    }
    // Those that longer ones are built of are in memory together with them
    long rows = stored.get().rows();
    Optional<Duration> range =
        pinned == null
            ? plan.request().data().lookback().span()
            : Optional.of(Duration.between(pinned.from(), pinned.to()));
    long each = plan.timeframe().millis() / stored.get().series().timeframe().millis();
    long asked = range.map(span -> slots(plan, span) + 1).orElseGet(() -> asked(plan));
    return Math.min(rows, asked * each);
  }

  /**
   * Returns how many candles a request asks for: for a number of days, as many as fit into them.
   */
  static long asked(TrainingPlan plan) {
    return plan.request().data().lookback().candles(plan.timeframe());
  }

  private static long slots(TrainingPlan plan, Duration range) {
    return range.toMillis() / plan.timeframe().millis();
  }

  private Candles newest(CandleSeries series, Lookback lookback) {
    Optional<Duration> span = lookback.span();
    if (span.isEmpty()) {
      return candles.load(series, Math.toIntExact(lookback.candles(series.timeframe())));
    }
    // An unknown series has no last candle; loading it reports the nearest series
    Instant last = candles.find(series).map(SeriesSummary::lastTime).orElse(Instant.EPOCH);
    return between(series, last.minus(span.get()).plusMillis(1), last);
  }

  /** Loads the candles with open times from {@code from} to {@code to}, both inclusive. */
  private Candles between(CandleSeries series, Instant from, Instant to) {
    return candles.load(series, from, to.plusMillis(1));
  }
}
