package dev.trainyard.pipeline.rerun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.configuration.ConfigurationQueries;
import dev.trainyard.configuration.ConfigurationView;
import dev.trainyard.job.PermanentJobException;
import dev.trainyard.job.request.TrainingRequestReader;
import dev.trainyard.marketdata.UnknownSeriesException;
import dev.trainyard.pipeline.CandleLoader;
import dev.trainyard.pipeline.EngineVersion;
import dev.trainyard.pipeline.Markets;
import dev.trainyard.pipeline.TrainingPlan;
import dev.trainyard.strategy.parameter.SpaceJson;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds a stored configuration that a request would lead to. */
@Component
public class ResultReuse {
  /** Limits the candles to read while a client waits for its response. */
  static final long MAX_CANDLES = 1_000_000;

  /** Fields that affect when and how a job runs, but not its result. */
  private static final List<String> NOT_OF_THE_RESULT =
      List.of(
          "reuse",
          "priority",
          "timeout_seconds",
          "max_attempts",
          "run_at",
          "callback_url",
          "callback_events",
          "fetch",
          "distribute");

  private final CandleLoader loader;
  private final ConfigurationQueries configurations;
  private final ObjectMapper json;

  ResultReuse(CandleLoader loader, ConfigurationQueries configurations, ObjectMapper json) {
    this.loader = loader;
    this.configurations = configurations;
    this.json = json;
  }

  /**
   * Returns the newest configuration of the same request, with the same engine and the candles that
   * it would be trained on now, or empty when there is none.
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
                essence(read(stored.requireDocuments().request())).equals(request)
                    && read(stored.requireDocuments().space()).equals(space))
        .findFirst();
  }

  private Optional<String> fingerprint(TrainingPlan plan) {
    try {
      return Optional.of(Markets.filtered(plan, loader.load(plan, null)).fingerprint());
    } catch (UnknownSeriesException | PermanentJobException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the fields that affect the result. Converts them to text and back, since numbers that
   * were read have other types than numbers to be written.
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
