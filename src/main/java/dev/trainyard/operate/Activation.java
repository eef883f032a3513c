package dev.trainyard.operate;

import dev.trainyard.configuration.ConfigurationView;
import dev.trainyard.validation.verdict.LifecycleStage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether trading systems use a configuration.
 *
 * @param configId the configuration
 * @param isActive whether they do
 * @param verdict its verdict; null without validation
 * @param warning what speaks against its use; null when nothing does or it is not used
 */
public record Activation(
    UUID configId, boolean isActive, @Nullable String verdict, @Nullable String warning) {

  static Activation of(ConfigurationView configuration) {
    return new Activation(
        configuration.configId(),
        configuration.isActive(),
        configuration.verdict(),
        configuration.isActive() ? warning(configuration) : null);
  }

  private static @Nullable String warning(ConfigurationView configuration) {
    if (configuration.lifecycleStage().equals(LifecycleStage.DECAY.name())) {
      return "it has decayed: candles after its training have shown that less than half of what it promised is left";
    }
    String verdict = configuration.verdict();
    if (verdict == null) {
      return "nothing shows that it works on candles that its search has not seen: it was not validated";
    }
    return switch (verdict) {
      case "EDGE" -> null;
      case "OVERFIT" -> "it worked only on the candles that its search has seen";
      case "INSUFFICIENT_DATA" -> "too few candles or trades to tell whether it works";
      default -> "on candles that its search has not seen it showed no edge";
    };
  }
}
