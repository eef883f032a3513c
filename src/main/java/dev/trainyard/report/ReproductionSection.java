package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.market.CandleFingerprint;
import java.util.ArrayList;
import java.util.List;

/** Instructions to reproduce the configuration. */
final class ReproductionSection implements Section {

  /**
   * Fields that do not affect the result; the address may contain a secret, and reports are passed
   * on.
   */
  private static final List<String> PRIVATE = List.of("callback_url", "callback_events", "run_at");

  private final ReportData data;
  private final JsonNode configuration;

  ReproductionSection(ReportData data) {
    this.data = data;
    this.configuration = data.configuration();
  }

  @Override
  public void write(Html html) {
    html.open("section", "id", "reproduction").element("h2", "To reproduce it");
    html.element(
        "p",
        "The same request on the same candles with the same version of the engine gives the same"
            + " parameters and the same figures, on any number of processors.");
    html.open("dl");
    pair(html, "Seed", configuration.path("seed"));
    pair(html, "Engine version", configuration.path("engine_version"));
    pair(html, "Candles from", configuration.path("data_from"));
    pair(html, "Candles to", configuration.path("data_to"));
    pair(html, "Configuration", configuration.path("config_id"));
    pair(html, "Job", configuration.path("job_id"));
    html.close();
    html.open("p").text("SHA-256 of the candles: ").element("code", fingerprint()).close();
    JsonNode request = configuration.path("request");
    if (!request.isEmpty()) {
      html.open("p")
          .text("POST to ")
          .element("code", data.root() + "/api/v2/training/start")
          .text(":")
          .close();
      html.element("pre", given(request).toPrettyString());
    }
    JsonNode parameters = configuration.path("parameters");
    if (!parameters.isEmpty()) {
      html.element("p", "The parameters that were found, to the last digit:");
      html.element("pre", parameters.toPrettyString());
    }
    html.close();
  }

  private static void pair(Html html, String name, JsonNode value) {
    if (!value.isMissingNode() && !value.isNull()) {
      html.open("div").element("dt", name).element("dd", value.asText()).close();
    }
  }

  private String fingerprint() {
    JsonNode stored = configuration.path("data_fingerprint");
    return stored.isTextual()
        ? stored.asText()
        : data.candles().map(CandleFingerprint::of).orElse("");
  }

  private static ObjectNode given(JsonNode request) {
    ObjectNode given = request.deepCopy();
    given.remove(PRIVATE);
    removeNulls(given);
    return given;
  }

  private static void removeNulls(ObjectNode object) {
    List<String> absent = new ArrayList<>();
    object
        .properties()
        .forEach(
            field -> {
              if (field.getValue() instanceof ObjectNode inner) {
                removeNulls(inner);
              }
              boolean emptied = field.getValue().isObject() && field.getValue().isEmpty();
              if (emptied || field.getValue().isNull()) {
                absent.add(field.getKey());
              }
            });
    object.remove(absent);
  }
}
