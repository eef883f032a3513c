package dev.trainyard.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnBuckets;
import dev.trainyard.job.work.StoredTrial;
import dev.trainyard.optimize.Trial;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.parameter.ParameterReader;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Trials of the engine to and from their stored form, exactly. */
@Component
public class TrialCodec {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final ObjectMapper json;

  public TrialCodec(ObjectMapper json) {
    this.json = json;
  }

  /** The stored form of a trial. */
  StoredTrial encode(String study, Trial trial) {
    return new StoredTrial(
        study,
        trial.number(),
        write(trial.parameters().toMap()),
        trial.score(),
        trial.violation(),
        trial.feasible(),
        write(trial.metrics().toMap()),
        trial.returns().map(ReturnBuckets::toBytes).orElse(null),
        trial.reusedFrom().isPresent() ? trial.reusedFrom().getAsInt() : null);
  }

  /**
   * The trials of one study that follow one another from number 0; a gap ends them, since what
   * comes after it may rest on a trial that was not stored.
   *
   * @param stored hands each stored trial, by number, to the reader that it is given
   * @param trials takes the trials
   */
  void decode(
      ParameterSpace space, Consumer<Consumer<StoredTrial>> stored, Consumer<Trial> trials) {
    AtomicInteger next = new AtomicInteger();
    stored.accept(
        trial -> {
          if (trial.number() == next.get()) {
            trials.accept(decode(space, trial));
            next.incrementAndGet();
          }
        });
  }

  /** The trial behind its stored form. */
  Trial decode(ParameterSpace space, StoredTrial stored) {
    return new Trial(
        stored.number(),
        parameters(space, stored.parametersJson()),
        stored.score(),
        stored.violation(),
        Metrics.fromMap(read(stored.metricsJson())),
        Optional.ofNullable(stored.buckets()).map(ReturnBuckets::fromBytes),
        stored.reusedFrom() == null ? OptionalInt.empty() : OptionalInt.of(stored.reusedFrom()));
  }

  private Parameters parameters(ParameterSpace space, String values) {
    return new ParameterReader(space).read(read(values)).value().orElseThrow();
  }

  private Map<String, Object> read(String value) {
    try {
      return json.readValue(value, OBJECT);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored trial cannot be read", e);
    }
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a trial cannot be written as JSON", e);
    }
  }
}
