package dev.trainyard.job.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.configuration.ConfigurationView;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.UserText;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.parameter.ParameterReader;
import dev.trainyard.text.FieldError;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks {@code warm_start_from}, the configuration from which a search starts. */
final class WarmStartField {
  private static final String FIELD = "warm_start_from";
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final Function<UUID, Optional<ConfigurationView>> configurations;
  private final ObjectMapper json;

  WarmStartField(Function<UUID, Optional<ConfigurationView>> configurations, ObjectMapper json) {
    this.configurations = configurations;
    this.json = json;
  }

  /**
   * Adds an error when the search of an otherwise valid request cannot start from the
   * configuration.
   */
  void check(ObjectNode request, ParameterSpace space, FieldErrors errors) {
    JsonNode given = request.get(FIELD);
    if (given.isNull()) {
      return;
    }
    if (request.get("optimizer").asText().equals("grid")) {
      errors.add(FIELD, "must be null with the optimizer grid, which tries all its points anyway");
      return;
    }
    UUID id = UUID.fromString(given.asText());
    Optional<ConfigurationView> found = configurations.apply(id);
    if (found.isEmpty()) {
      errors.add(FIELD, "there is no configuration " + id);
      return;
    }
    ConfigurationView configuration = found.get();
    String strategy = request.get("strategy").asText();
    if (!configuration.strategy().equals(strategy)) {
      errors.add(
          FIELD,
          "must be a configuration of %s, not of %s".formatted(strategy, configuration.strategy()));
      return;
    }
    String misfits =
        new ParameterReader(space)
            .readWithin(read(configuration.parameters())).errors().stream()
                .map(WarmStartField::text)
                .collect(Collectors.joining("; "));
    if (!misfits.isEmpty()) {
      errors.add(
          FIELD,
          "its parameters must lie within the parameter_space: " + UserText.shortened(misfits));
    }
  }

  private static String text(FieldError error) {
    return error.field() + " " + error.message();
  }

  private Map<String, Object> read(String parameters) {
    try {
      return json.readValue(parameters, OBJECT);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored parameters cannot be read", e);
    }
  }
}
