package dev.trainyard.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.fetch.JobFetch;
import dev.trainyard.job.PermanentJobException;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.Stage;
import dev.trainyard.job.lifecycle.ClaimedJob;
import dev.trainyard.job.work.LogLine;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.job.work.WorkStore;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.market.DataQuality;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.strategy.parameter.SpaceJson;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.TooFewCandlesException;
import dev.trainyard.validation.split.ValidationSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * {@link ClaimedJob} → {@link PreparedJob}: loads and filters the candles, pins them to the job and
 * splits them.
 */
@Component
public class DataPrepProcessor implements Processor {
  private static final TypeReference<List<Map<String, Object>>> SPACE = new TypeReference<>() {};

  private final JobFetch fetch;
  private final CandleLoader loader;
  private final JobMemory memory;
  private final WarmStart warmStart;
  private final StrategyCatalog strategies;
  private final JobJournals journals;
  private final WorkStore work;
  private final WorkerIdentity worker;
  private final ObjectMapper json;
  private final Clock clock;

  DataPrepProcessor(
      JobFetch fetch,
      CandleLoader loader,
      JobMemory memory,
      WarmStart warmStart,
      StrategyCatalog strategies,
      JobJournals journals,
      WorkStore work,
      WorkerIdentity worker,
      ObjectMapper json,
      Clock clock) {
    this.fetch = fetch;
    this.loader = loader;
    this.memory = memory;
    this.warmStart = warmStart;
    this.strategies = strategies;
    this.journals = journals;
    this.work = work;
    this.worker = worker;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    exchange.getMessage().setBody(prepare(exchange.getMessage().getBody(ClaimedJob.class)));
  }

  PreparedJob prepare(ClaimedJob job) throws Exception {
    try (JobJournal journal = journals.open(job.lease())) {
      if (job.isFirstClaim()) {
        journal.entry(
            LogLine.info(
                "claim",
                Stage.DATA_PREPARATION,
                "Worker %s has taken the job, attempt %d of %d"
                    .formatted(worker.id(), job.attempt(), job.maxAttempts())));
      }
      if (job.request().delivery().fetch() && job.pinned() == null) {
        fetch(job, journal);
      }
      new StageProgress(journal, Stage.DATA_PREPARATION, clock, "loading candles").begin();
      return load(job);
    }
  }

  private void fetch(ClaimedJob job, JobJournal journal) throws Exception {
    TrainingPlan plan = new TrainingPlan(job.request());
    List<CandleSeries> series = plan.series();
    for (int k = 0; k < series.size(); k++) {
      int done = k;
      journal.entry(
          LogLine.info(
              "fetch" + key(plan, k),
              Stage.DATA_PREPARATION,
              "Fetching what is missing of %s".formatted(series.get(k))));
      fetch.fetch(
          job.id(),
          series.get(k),
          CandleLoader.asked(plan),
          share ->
              journal.progress(
                  ProgressSnapshot.of(
                      Stage.DATA_PREPARATION, (done + share) / series.size(), "fetching candles")));
    }
  }

  /** Distinguishes the log lines of several series. */
  private static String key(TrainingPlan plan, int series) {
    List<String> symbols = plan.request().data().symbols();
    return symbols.size() == 1 ? "" : " " + symbols.get(series);
  }

  private PreparedJob load(ClaimedJob job) {
    TrainingPlan plan = new TrainingPlan(job.request());
    Strategy strategy = strategy(job);
    ParameterSpace space = space(json, job.spaceJson());
    requireParametersOf(strategy, space);
    memory.require(
        new JobMemory.Demand(
            loader.count(plan, job.pinned()),
            job.request().search().iterations(),
            plan.validation()
                .map(settings -> OptionalDouble.of(settings.holdout()))
                .orElse(OptionalDouble.empty()),
            job.request().data().regime().isPresent(),
            strategy.indicatorBytesPerCandle(space),
            plan.series().size()));
    CandleLoader.Loaded found = loader.loadWithNotes(plan, job.pinned());
    Markets markets = Markets.filtered(plan, found.series());
    List<DataQuality> each = asked(plan, markets.quality());
    DataQuality quality = DataQuality.sum(each).withNotes(found.notes());
    PinnedInputs inputs =
        pin(job, found, markets.fingerprint(), lines(plan, found, each, job.pinned() != null));
    markets.requireAny();
    Optional<Split> split =
        plan.validation()
            .map(
                settings ->
                    split(plan, markets, quality, Split.longestHolding(strategy, space), settings));
    RangeEvaluator evaluator =
        plan.evaluator(strategy, markets, 0, split.map(Split::searchTo).orElse(markets.size()));
    return new PreparedJob(
        job,
        space,
        evaluator,
        split,
        warmStart.of(job.request(), space, evaluator.time(), split),
        warmStart
            .note(job.request(), evaluator.time(), split)
            .map(quality::withNote)
            .orElse(quality),
        inputs);
  }

  /**
   * Adds to the quality of each series how many candles it was asked for. Series are not short of
   * candles when one of them has as many as were asked for: the others have gaps.
   */
  private static List<DataQuality> asked(TrainingPlan plan, List<DataQuality> quality) {
    long asked = CandleLoader.asked(plan);
    boolean isWhole = quality.size() > 1 && quality.stream().anyMatch(one -> one.loaded() >= asked);
    return quality.stream().map(one -> one.of(isWhole ? one.loaded() : asked)).toList();
  }

  private static List<LogLine> lines(
      TrainingPlan plan, CandleLoader.Loaded found, List<DataQuality> quality, boolean pinned) {
    List<LogLine> lines = new ArrayList<>();
    for (int k = 0; k < quality.size(); k++) {
      lines.addAll(
          new CandleLines(plan.series().get(k), key(plan, k), quality.get(k), pinned)
              .of(found.series().get(k)));
    }
    lines.addAll(CandleLines.notes(found.notes()));
    return lines;
  }

  private static Split split(
      TrainingPlan plan,
      Markets markets,
      DataQuality quality,
      int embargo,
      ValidationSettings settings) {
    try {
      Split split = Split.of(markets.size(), embargo, settings);
      markets.requireCandles(split);
      return split;
    } catch (TooFewCandlesException e) {
      throw plan.series().size() == 1
          ? e.outOf(quality)
          : e.inCommon(plan.request().data().symbols());
    }
  }

  /**
   * Pins the inputs. Trials on other candles or of another engine are void: the job then starts
   * over and logs why.
   */
  private PinnedInputs pin(
      ClaimedJob job, CandleLoader.Loaded loaded, String fingerprint, List<LogLine> lines) {
    PinnedInputs inputs =
        new PinnedInputs(loaded.from(), loaded.to(), fingerprint, EngineVersion.CURRENT);
    PinnedInputs before = job.pinned();
    if (before != null && !before.equals(inputs)) {
      String why =
          "%s since the job started: its trials are discarded and it starts over at trial 0"
              .formatted(difference(before, inputs));
      work.discardTrials(job.lease(), inputs, why);
      JobJournal.log(LogLine.warn("discard", Stage.DATA_PREPARATION, why));
    }
    lines.forEach(JobJournal::log);
    work.pin(job.lease(), inputs, lines);
    return inputs;
  }

  private static String difference(PinnedInputs before, PinnedInputs now) {
    return before.engineVersion().equals(now.engineVersion())
        ? "The candles from %s to %s have changed".formatted(before.from(), before.to())
        : "The engine has changed from version %s to %s"
            .formatted(before.engineVersion(), now.engineVersion());
  }

  private Strategy strategy(ClaimedJob job) {
    String name = job.request().strategy();
    return strategies
        .find(name)
        .orElseThrow(() -> new PermanentJobException(strategies.unknown(name)));
  }

  /**
   * Checks that the strategy still has the parameters of the job's space, which was stored at its
   * submission: a strategy reads parameters by position.
   *
   * @throws PermanentJobException when the strategy has other parameters now, or in another order
   */
  static void requireParametersOf(Strategy strategy, ParameterSpace space) {
    List<String> now = strategy.space().names();
    if (!now.equals(space.names())) {
      throw new PermanentJobException(
          "the parameters of %s were %s when the job was submitted and are %s now; submit it again"
              .formatted(
                  strategy.name(), String.join(", ", space.names()), String.join(", ", now)));
    }
  }

  /** Reads the parameter space of a job. */
  static ParameterSpace space(ObjectMapper json, String spaceJson) {
    try {
      return SpaceJson.fromList(json.readValue(spaceJson, SPACE));
    } catch (JsonProcessingException e) {
      throw new PermanentJobException("the parameter space of the job cannot be read", e);
    }
  }
}
