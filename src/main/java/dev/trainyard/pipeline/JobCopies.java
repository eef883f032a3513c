package dev.trainyard.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.PermanentJobException;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.queue.WorkerSlots;
import dev.trainyard.queue.slot.SlotHeap;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import java.util.OptionalDouble;
import org.springframework.stereotype.Component;

/**
 * Evaluators of jobs that other workers hold, on this worker's own copy of the candles. A copy is
 * as good as the original or it is refused.
 */
@Component
public class JobCopies {
  private final CandleLoader loader;
  private final StrategyCatalog strategies;
  private final JobMemory memory;
  private final ObjectMapper json;

  JobCopies(
      CandleLoader loader,
      StrategyCatalog strategies,
      SlotHeap heap,
      WorkerSettings settings,
      WorkerSlots slots,
      ObjectMapper json) {
    this.loader = loader;
    this.strategies = strategies;
    // A copy takes the place of a job in a slot that this worker does not have
    this.memory = new JobMemory(heap, settings.threads(), () -> slots.count() + 1);
    this.json = json;
  }

  /**
   * What a job is evaluated by, apart from its candles.
   *
   * @param requestJson what to train
   * @param spaceJson parameter space
   * @param inputs what the job is pinned to
   * @param codeHash hash of the strategy's code; empty for the service's own
   */
  public record Original(
      String requestJson, String spaceJson, PinnedInputs inputs, String codeHash) {}

  /**
   * A job as this worker has it.
   *
   * @param evaluator evaluates over all candles
   * @param space parameter space
   */
  public record Copy(RangeEvaluator evaluator, ParameterSpace space) {}

  /** The original of a job differs from what this worker would make of it. */
  public static final class DiffersException extends Exception {
    private static final long serialVersionUID = 1;

    DiffersException(String message) {
      super(message);
    }
  }

  /**
   * Copies a job, with its candles.
   *
   * @throws DiffersException when engine, strategy or candles are others here
   * @throws PermanentJobException when it does not fit into the memory, or there are no candles
   */
  public Copy of(Original original) throws DiffersException {
    require("engine version", original.inputs().engineVersion(), EngineVersion.CURRENT);
    TrainingPlan plan = plan(original);
    String name = plan.request().strategy();
    Strategy strategy =
        strategies.find(name).orElseThrow(() -> new DiffersException(strategies.unknown(name)));
    require("code of " + name, original.codeHash(), codeHash(name));
    ParameterSpace space = DataPrepProcessor.space(json, original.spaceJson());
    DataPrepProcessor.requireParametersOf(strategy, space);
    memory.require(
        new JobMemory.Demand(
            loader.count(plan, original.inputs()),
            0,
            OptionalDouble.empty(),
            plan.request().data().regime().isPresent(),
            strategy.indicatorBytesPerCandle(space),
            plan.series().size()));
    Markets markets = Markets.filtered(plan, loader.load(plan, original.inputs()));
    require("fingerprint of the candles", original.inputs().fingerprint(), markets.fingerprint());
    return new Copy(plan.evaluator(strategy, markets, 0, markets.size()), space);
  }

  /** Returns the hash of the code of a strategy; empty for the service's own. */
  public String codeHash(String strategy) {
    return strategies.codeHash(strategy).orElse("");
  }

  private TrainingPlan plan(Original original) {
    try {
      return new TrainingPlan(json.readValue(original.requestJson(), TrainingRequest.class));
    } catch (JsonProcessingException e) {
      throw new PermanentJobException("the request of the job cannot be read", e);
    }
  }

  private static void require(String what, String theirs, String ours) throws DiffersException {
    if (!theirs.equals(ours)) {
      throw new DiffersException(
          "the %s is '%s' there and '%s' here".formatted(what, theirs, ours));
    }
  }
}
