package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Faults of the candles, and dropped candles. */
final class DataQualitySection implements Section {
  private final JsonNode quality;

  DataQualitySection(JsonNode configuration) {
    this.quality = configuration.path("data_quality");
  }

  @Override
  public void write(Html html) {
    if (quality.isEmpty()) {
      return;
    }
    html.open("section", "id", "data-quality").element("h2", "Data quality");
    if (quality.path("loaded").isNumber()) {
      html.element("p", sentence());
    }
    new DocumentTables(html).write(quality);
    html.close();
  }

  private String sentence() {
    long loaded = quality.path("loaded").asLong();
    long dropped = loaded - quality.path("kept").asLong(loaded);
    long gaps = quality.path("gaps").asLong();
    long missing = quality.path("missing_candles").asLong();
    List<String> parts = new ArrayList<>();
    long asked = quality.path("asked").asLong(loaded);
    parts.add(
        loaded < asked
            ? "Of %s requested, %s were found"
                .formatted(Format.things(asked, "candle"), Format.count(loaded))
            : "%s were loaded".formatted(Format.things(loaded, "candle")));
    parts.add(
        dropped == 0
            ? "none was dropped"
            : "%s of them (%s) dropped because they show no real trading"
                .formatted(
                    Format.count(dropped), Format.share((double) dropped / (double) loaded)));
    parts.add(
        gaps == 0
            ? "and none is missing between them."
            : "and %s missing in %s."
                .formatted(
                    missing == 1 ? "1 is" : Format.count(missing) + " are",
                    Format.things(gaps, "gap")));
    return String.join(", ", parts);
  }
}
