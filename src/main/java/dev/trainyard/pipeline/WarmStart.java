package dev.trainyard.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.configuration.ConfigurationQueries;
import dev.trainyard.configuration.ConfigurationView;
import dev.trainyard.job.PermanentJobException;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.parameter.ParameterReader;
import dev.trainyard.text.Checked;
import dev.trainyard.validation.split.Split;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Starts a search from the parameters of an earlier configuration. That configuration must not have
 * been found on candles of the hold-out, or the hold-out's figures would be in-sample.
 */
@Component
class WarmStart {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final ConfigurationQueries configurations;
  private final ObjectMapper json;

  WarmStart(ConfigurationQueries configurations, ObjectMapper json) {
    this.configurations = configurations;
    this.json = json;
  }

  /**
   * Returns the first trial that a request asks for, or empty when it asks for none.
   *
   * @param time open time of each bar
   * @throws PermanentJobException when the configuration is gone, does not fit into the space, or
   *     was found on candles of the hold-out
   */
  Optional<Parameters> of(
      TrainingRequest request, ParameterSpace space, long[] time, Optional<Split> split) {
    return request.search().warmStartFrom().map(id -> parameters(id, space, time, split));
  }

  private Parameters parameters(UUID id, ParameterSpace space, long[] time, Optional<Split> split) {
    ConfigurationView configuration =
        configurations
            .find(id)
            .orElseThrow(
                () ->
                    new PermanentJobException(
                        "configuration %s, from which the search was to start, was deleted"
                            .formatted(id)));
    split.ifPresent(parts -> requireIgnorance(configuration, time, parts));
    Checked<Parameters> parameters =
        new ParameterReader(space).readWithin(read(configuration.parameters()));
    return parameters
        .value()
        .orElseThrow(
            () ->
                new PermanentJobException(
                    "the parameters of configuration %s do not fit into the parameter_space: %s"
                        .formatted(id, parameters.errors())));
  }

  /**
   * Returns what is to be said of a start: whether that configuration was followed on candles of
   * the hold-out, so that whoever chose it may have known how it does there.
   */
  Optional<String> note(TrainingRequest request, long[] time, Optional<Split> split) {
    if (split.isEmpty()) {
      return Optional.empty();
    }
    Instant holdoutFrom = Instant.ofEpochMilli(time[split.get().holdoutFrom()]);
    return request
        .search()
        .warmStartFrom()
        .flatMap(configurations::find)
        .map(configuration -> configuration.requireDocuments().forward())
        .map(forward -> read(forward).get("result"))
        .filter(Map.class::isInstance)
        .map(result -> Instant.parse((String) ((Map<?, ?>) result).get("to")))
        .filter(followedTo -> !followedTo.isBefore(holdoutFrom))
        .map(
            followedTo ->
                ("The configuration that the search starts from was followed on candles up to %s, and the hold-out begins"
                        + " at %s: if it was chosen for how it did there, the hold-out is less independent")
                    .formatted(followedTo, holdoutFrom));
  }

  private void requireIgnorance(ConfigurationView configuration, long[] time, Split split) {
    Instant seenTo =
        Instant.parse((String) read(configuration.requireDocuments().inSample()).get("to"));
    Instant holdoutFrom = Instant.ofEpochMilli(time[split.holdoutFrom()]);
    if (!seenTo.isBefore(holdoutFrom)) {
      throw new PermanentJobException(
          ("configuration %s was found on candles up to %s, but the hold-out begins at %s: its parameters have already seen"
                  + " part of the hold-out. Train without validation, on newer candles, or without warm_start_from")
              .formatted(configuration.configId(), seenTo, holdoutFrom));
    }
  }

  private Map<String, Object> read(String text) {
    try {
      return json.readValue(text, OBJECT);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored configuration cannot be read", e);
    }
  }
}
