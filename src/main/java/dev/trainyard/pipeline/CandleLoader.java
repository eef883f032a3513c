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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Loads the candles of the series that a request names, or the candles that an earlier claim of the
 * job has pinned.
 */
@Component
public class CandleLoader {
  private final CandleStore candles;

  /** Creates a loader from the stored candles. */
  public CandleLoader(CandleStore candles) {
    this.candles = candles;
  }

  /**
   * Loads the candles to train on: at least one of each series. Several series are cut to the
   * period that all of them have.
   *
   * @param pinned inputs of an earlier claim; null for the first
   * @throws UnknownSeriesException when a series has no candles; it names the nearest series
   * @throws PermanentJobException when the pinned range has no candles of a series, or the series
   *     have no period in common
   */
  public List<Candles> load(TrainingPlan plan, @Nullable PinnedInputs pinned) {
    return loadWithNotes(plan, pinned).series();
  }

  /**
   * Candles, and what there is to know of them.
   *
   * @param series the candles of each series, at least one
   * @param from open time of the first candle of all
   * @param to open time of the last candle of all
   * @param notes in words
   */
  record Loaded(List<Candles> series, Instant from, Instant to, List<String> notes) {

    Loaded {
      series = List.copyOf(series);
      notes = List.copyOf(notes);
    }
  }

  /** Does the same as {@link #load}, and tells what there is to know of the candles. */
  Loaded loadWithNotes(TrainingPlan plan, @Nullable PinnedInputs pinned) {
    List<String> notes = new ArrayList<>();
    List<Candles> loaded = new ArrayList<>();
    Optional<Instant> end =
        plan.series().size() > 1 && pinned == null ? commonEnd(plan) : Optional.empty();
    for (CandleSeries series : plan.series()) {
      loaded.add(load(plan, series, pinned, end, notes));
    }
    if (loaded.size() == 1) {
      return new Loaded(loaded, latestStart(loaded), earliestEnd(loaded), notes);
    }
    Instant from = pinned == null ? latestStart(loaded) : pinned.from();
    Instant to = pinned == null ? earliestEnd(loaded) : pinned.to();
    for (int k = 0; k < loaded.size(); k++) {
      Candles common = between(loaded.get(k), from, to);
      if (common.size() == 0) {
        throw new PermanentJobException(
            "%s have no period in common: %s has no candle from %s to %s"
                .formatted(
                    String.join(", ", plan.request().data().symbols()),
                    plan.series().get(k),
                    from,
                    to));
      }
      loaded.set(k, common);
    }
    notes.addAll(limits(plan, from, to));
    return new Loaded(loaded, from, to, notes);
  }

  private Candles load(
      TrainingPlan plan,
      CandleSeries series,
      @Nullable PinnedInputs pinned,
      Optional<Instant> end,
      List<String> notes) {
    Optional<SeriesSummary> source = source(series);
    source.ifPresent(summary -> notes.addAll(notes(plan, summary)));
    boolean isBuilt = source.isPresent() && !source.get().series().equals(series);
    Candles loaded =
        isBuilt
            ? built(plan, pinned, source.get(), end, notes)
            : pinned == null
                ? newest(series, plan.request().data().lookback(), end)
                : between(series, pinned.from(), pinned.to());
    if (loaded.size() == 0) {
      throw new PermanentJobException(
          end.map(
                  last ->
                      "no candles of %s up to %s, where the first of the symbols ends: they have no period in common"
                          .formatted(series, last))
              .orElseGet(() -> "no candles of %s in the range of the job".formatted(series)));
    }
    return loaded;
  }

  /** Returns the last open time that all series have reached; empty when one does not exist. */
  private Optional<Instant> commonEnd(TrainingPlan plan) {
    return sources(plan).map(sources -> commonEnd(plan, sources));
  }

  private static Instant commonEnd(TrainingPlan plan, Sources sources) {
    return sources.series().stream()
        .map(source -> last(source, plan.timeframe()))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Instant latestStart(List<Candles> series) {
    return Instant.ofEpochMilli(
        series.stream().mapToLong(candles -> candles.time()[0]).max().orElseThrow());
  }

  private static Instant earliestEnd(List<Candles> series) {
    return Instant.ofEpochMilli(
        series.stream()
            .mapToLong(candles -> candles.time()[candles.size() - 1])
            .min()
            .orElseThrow());
  }

  /** Cuts candles to the open times from {@code from} to {@code to}, both inclusive. */
  private static Candles between(Candles candles, Instant from, Instant to) {
    int first = candles.firstAt(from.toEpochMilli());
    int end = Math.max(first, candles.firstAt(to.toEpochMilli() + 1));
    return first == 0 && end == candles.size() ? candles : candles.slice(first, end);
  }

  /** Tells which series have no more candles before or after the common period, unless all do. */
  private List<String> limits(TrainingPlan plan, Instant from, Instant to) {
    List<String> begin = new ArrayList<>();
    List<String> end = new ArrayList<>();
    for (CandleSeries series : plan.series()) {
      SeriesSummary stored = source(series).orElseThrow();
      if (first(stored, plan.timeframe()).equals(from)) {
        begin.add(
            "%s has no candle before %s, where the common period begins".formatted(series, from));
      }
      if (last(stored, plan.timeframe()).equals(to)) {
        end.add("%s has no candle after %s, where the common period ends".formatted(series, to));
      }
    }
    List<String> notes = new ArrayList<>();
    notes.addAll(begin.size() < plan.series().size() ? begin : List.of());
    notes.addAll(end.size() < plan.series().size() ? end : List.of());
    return notes;
  }

  /** Returns the open time of the first candle of a timeframe that a series has or makes whole. */
  private static Instant first(SeriesSummary source, Timeframe wanted) {
    long time = source.firstTime().toEpochMilli();
    return source.series().timeframe() == wanted
        ? source.firstTime()
        : Instant.ofEpochMilli(-Math.floorDiv(-time, wanted.millis()) * wanted.millis());
  }

  /** Returns the open time of the last candle of a timeframe that a series has or makes whole. */
  private static Instant last(SeriesSummary source, Timeframe wanted) {
    Timeframe own = source.series().timeframe();
    long end = source.lastTime().toEpochMilli() + own.millis();
    return own == wanted
        ? source.lastTime()
        : Instant.ofEpochMilli((Math.floorDiv(end, wanted.millis()) - 1) * wanted.millis());
  }

  /**
   * What is stored for the series of a plan.
   *
   * @param series each of them, or the one of which it is built
   */
  public record Sources(List<SeriesSummary> series) {

    public Sources {
      series = List.copyOf(series);
    }
  }

  /** Returns what is stored for the series of a plan; empty when nothing is for one of them. */
  public Optional<Sources> sources(TrainingPlan plan) {
    List<Optional<SeriesSummary>> sources = plan.series().stream().map(this::source).toList();
    return sources.stream().allMatch(Optional::isPresent)
        ? Optional.of(new Sources(sources.stream().map(Optional::orElseThrow).toList()))
        : Optional.empty();
  }

  /**
   * Loads the candles of each series from a time on, up to the last that all of them have reached.
   *
   * @param sources what is stored for the series of the plan
   * @param from first open time, inclusive
   */
  public List<Candles> loadFrom(TrainingPlan plan, Sources sources, Instant from) {
    Instant last = commonEnd(plan, sources);
    return sources.series().stream()
        .map(
            source ->
                source.series().timeframe() == plan.timeframe()
                    ? candles.load(source, from, last.plusMillis(1))
                    : resampled(plan, source, from, last.plusMillis(plan.timeframe().millis()))
                        .candles())
        .toList();
  }

  /**
   * Counts the candles of all series that {@link #loadFrom} may load after a time, without reading
   * them; some of these times may have none.
   *
   * @param sources what is stored for the series of the plan
   * @param after open time of the last candle before them
   */
  public static long countAfter(TrainingPlan plan, Sources sources, Instant after) {
    Instant last = commonEnd(plan, sources);
    return last.isAfter(after)
        ? (slots(plan, Duration.between(after, last)) + 1) * plan.series().size()
        : 0;
  }

  /** The series itself, or else the one with the longest candles of which its own can be built. */
  private Optional<SeriesSummary> source(CandleSeries series) {
    Optional<SeriesSummary> own = candles.find(series);
    return own.isPresent() ? own : candles.finer(series);
  }

  private Candles built(
      TrainingPlan plan,
      @Nullable PinnedInputs pinned,
      SeriesSummary source,
      Optional<Instant> common,
      List<String> notes) {
    Timeframe fine = source.series().timeframe();
    Timeframe wanted = plan.timeframe();
    Instant end = common.map(last -> last.plusMillis(wanted.millis())).orElseGet(() -> end(source));
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
        .apply(candles.load(source, whole, to), to.toEpochMilli());
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
   * Estimates the most candles that {@link #load} will load of all series, from the inventory of
   * the range.
   *
   * @param pinned as for {@link #load}
   */
  public long count(TrainingPlan plan, @Nullable PinnedInputs pinned) {
    return plan.series().stream().mapToLong(series -> count(plan, series, pinned)).sum();
  }

  private long count(TrainingPlan plan, CandleSeries series, @Nullable PinnedInputs pinned) {
    Optional<SeriesSummary> stored = source(series);
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
   * Returns how many candles of each series a request asks for: for a number of days, as many as
   * fit into them.
   */
  static long asked(TrainingPlan plan) {
    return plan.request().data().lookback().candles(plan.timeframe());
  }

  private static long slots(TrainingPlan plan, Duration range) {
    return range.toMillis() / plan.timeframe().millis();
  }

  /**
   * Loads the newest candles.
   *
   * @param end open time of the last one; empty for the last that is stored
   */
  private Candles newest(CandleSeries series, Lookback lookback, Optional<Instant> end) {
    Optional<Duration> span = lookback.span();
    if (span.isEmpty()) {
      int count = Math.toIntExact(lookback.candles(series.timeframe()));
      return end.isPresent()
          ? candles.load(series, end.get().plusMillis(1), count)
          : candles.load(series, count);
    }
    // An unknown series has no last candle; loading it reports the nearest series
    Instant last =
        end.orElseGet(
            () -> candles.find(series).map(SeriesSummary::lastTime).orElse(Instant.EPOCH));
    return between(series, last.minus(span.get()).plusMillis(1), last);
  }

  /** Loads the candles with open times from {@code from} to {@code to}, both inclusive. */
  private Candles between(CandleSeries series, Instant from, Instant to) {
    return candles.load(series, from, to.plusMillis(1));
  }
}
