package dev.trainyard.api.configuration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.trainyard.configuration.ConfigurationView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A configuration on candles after its training.
 *
 * @param configId the configuration
 * @param isActive whether it is followed
 * @param lifecycleStage stage of its life cycle
 * @param trainedTo open time of the last candle that it was trained or validated on
 * @param forward what was seen; null before the first look
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ConfigurationForward(
    UUID configId,
    boolean isActive,
    String lifecycleStage,
    Instant trainedTo,
    @JsonRawValue @Nullable String forward) {

  static ConfigurationForward of(ConfigurationView view) {
    return new ConfigurationForward(
        view.configId(),
        view.isActive(),
        view.lifecycleStage(),
        view.dataTo(),
        view.requireDocuments().forward());
  }
}
