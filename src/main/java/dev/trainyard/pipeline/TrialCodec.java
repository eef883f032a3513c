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

/** Converts trials of the engine to and from their stored form, exactly. */
@Component
public class TrialCodec {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final ObjectMapper json;

  /** Creates a codec that writes parameters and metrics as JSON. */
  public TrialCodec(ObjectMapper json) {
    this.json = json;
  }

  /** Returns the stored form of a trial. */
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
   * Decodes the trials of one study from number 0 up to the first gap: a trial after a gap may
   * depend on one that was not stored.
   *
   * @param stored passes each stored trial, by number, to the given reader
   * @param trials receives the trials
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

  /** Returns the trial of a stored form. */
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
