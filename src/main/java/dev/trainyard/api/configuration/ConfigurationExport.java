package dev.trainyard.api.configuration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.trainyard.configuration.ConfigurationView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The document of a configuration for a trading system: what to trade, how far to trust it, and all
 * that is needed to train it again. Figures outside the documents are those of the hold-out.
 *
 * @param version of this form
 * @param configId the configuration
 * @param strategy what to trade, see {@link Trading}
 * @param trust verdict and figures, see {@link Trust}
 * @param origin how to train it again, see {@link Origin}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ConfigurationExport(
    int version, UUID configId, Trading strategy, Trust trust, Origin origin) {
  private static final int VERSION = 3;

  /**
   * What to trade.
   *
   * @param regime to which entries are confined; null for all
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Trading(
      String name,
      String symbol,
      String exchange,
      String timeframe,
      @Nullable String regime,
      @JsonRawValue String parameters,
      boolean isActive) {}

  /** How far to trust it; what comes of validation alone is null without it. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Trust(
      @Nullable String verdict,
      @Nullable Boolean overfittingDetected,
      String lifecycleStage,
      @Nullable Double confidence,
      ConfigurationView.Figures holdout,
      @JsonRawValue String inSample,
      @JsonRawValue @Nullable String outOfSample,
      @JsonRawValue @Nullable String walkForward,
      @JsonRawValue @Nullable String fullSample,
      @JsonRawValue @Nullable String validation) {}

  /** How to train it again: the same request on the same candles gives the same parameters. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Origin(
      UUID jobId,
      Instant trainedAt,
      String engineVersion,
      long seed,
      String optimizer,
      String objective,
      int trials,
      int candles,
      Instant dataFrom,
      Instant dataTo,
      String dataFingerprint,
      @JsonRawValue String dataQuality,
      @JsonRawValue String request,
      @JsonRawValue String space) {}

  static ConfigurationExport of(ConfigurationView view) {
    ConfigurationView.Documents documents = view.requireDocuments();
    return new ConfigurationExport(
        VERSION,
        view.configId(),
        new Trading(
            view.strategy(),
            view.symbol(),
            view.exchange(),
            view.timeframe(),
            view.regime(),
            view.parameters(),
            view.isActive()),
        new Trust(
            view.verdict(),
            view.overfittingDetected(),
            view.lifecycleStage(),
            view.confidence(),
            view.figures(),
            documents.inSample(),
            documents.outOfSample(),
            documents.walkForward(),
            documents.fullSample(),
            documents.validation()),
        new Origin(
            view.jobId(),
            view.createdAt(),
            view.engineVersion(),
            view.seed(),
            view.optimizer(),
            view.objective(),
            view.trials(),
            view.candles(),
            view.dataFrom(),
            view.dataTo(),
            view.dataFingerprint(),
            documents.dataQuality(),
            documents.request(),
            documents.space()));
  }
}
