package dev.trainyard.pipeline.rerun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.configuration.ConfigurationQueries;
import dev.trainyard.configuration.ConfigurationView;
import dev.trainyard.job.PermanentJobException;
import dev.trainyard.job.request.TrainingRequestReader;
import dev.trainyard.market.CandleFingerprint;
import dev.trainyard.marketdata.UnknownSeriesException;
import dev.trainyard.pipeline.CandleLoader;
import dev.trainyard.pipeline.EngineVersion;
import dev.trainyard.pipeline.TrainingPlan;
import dev.trainyard.strategy.parameter.SpaceJson;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds what a request would lead to among what is stored. */
@Component
public class StoredResults {
  /** More candles are not read while a client waits for the answer to its request. */
  static final long MAX_CANDLES = 1_000_000;

  /** What decides when and how a job runs, but not what comes out. */
  private static final List<String> NOT_OF_THE_RESULT =
      List.of(
          "reuse",
          "priority",
          "timeout_seconds",
          "max_attempts",
          "run_at",
          "callback_url",
          "fetch");

  private final CandleLoader loader;
  private final ConfigurationQueries configurations;
  private final ObjectMapper json;

  StoredResults(CandleLoader loader, ConfigurationQueries configurations, ObjectMapper json) {
    this.loader = loader;
    this.configurations = configurations;
    this.json = json;
  }

  /**
   * The newest configuration that the same request has led to, with the same engine, on the candles
   * that it would be trained on now; empty when there is none.
   */
  public Optional<ConfigurationView> find(TrainingRequestReader.Checked checked) {
    TrainingPlan plan = new TrainingPlan(checked.request());
    if (loader.count(plan, null) > MAX_CANDLES) {
      return Optional.empty();
    }
    JsonNode request = essence(json.valueToTree(checked.request()));
    JsonNode space = read(json.valueToTree(SpaceJson.toList(checked.space())).toString());
    return fingerprint(plan).stream()
        .flatMap(
            fingerprint ->
                configurations
                    .trainedOn(fingerprint, checked.request().strategy(), EngineVersion.CURRENT)
                    .stream())
        .filter(
            stored ->
                essence(read(stored.documents().request())).equals(request)
                    && read(stored.documents().space()).equals(space))
        .findFirst();
  }

  private Optional<String> fingerprint(TrainingPlan plan) {
    try {
      return Optional.of(
          CandleFingerprint.of(
              plan.filter().apply(loader.load(plan, null), plan.timeframe()).candles()));
    } catch (UnknownSeriesException | PermanentJobException e) {
      return Optional.empty();
    }
  }

  /**
   * As text and back, since a number that was read is of another type than one that was written.
   */
  private JsonNode essence(JsonNode request) {
    ObjectNode copy = (ObjectNode) read(request.toString());
    return copy.remove(NOT_OF_THE_RESULT);
  }

  private JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored configuration cannot be read", e);
    }
  }
}
