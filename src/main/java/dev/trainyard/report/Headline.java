package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A description of the training and of its result. */
final class Headline implements Section {
  private final JsonNode configuration;
  private final String currency;
  private final boolean dataChanged;

  Headline(ReportData data) {
    this.configuration = data.configuration();
    this.currency = data.currency();
    this.dataChanged = data.dataChanged();
  }

  @Override
  public void write(Html html) {
    html.open("header");
    html.element(
        "h1",
        "%s on %s, %s candles"
            .formatted(text("strategy"), Names.markets(text("symbol")), text("timeframe")));
    html.element("p", String.join(" · ", origin()), "class", "origin");
    verdict(html);
    if (dataChanged) {
      html.element(
          "p",
          "The stored candles have changed since the training. The curves and trades below use"
              + " the current candles; the figures are those of the training.",
          "class",
          "warning");
    }
    html.close();
  }

  private void verdict(Html html) {
    String verdict = text("verdict");
    boolean isDecayed = text("lifecycle_stage").equals("DECAY");
    html.open("div", "class", "verdict " + (isDecayed ? style("NO_EDGE") : style(verdict)));
    html.element("strong", isDecayed ? "Decayed since the training" : title(verdict));
    html.element(
        "p",
        isDecayed
            ? "The edge that the hold-out promised is gone on the candles after the training. What follows tells"
                + " of the training."
            : meaning(verdict));
    JsonNode reasons = configuration.at("/validation/reasons");
    if (!reasons.isEmpty()) {
      html.open("ul");
      reasons.forEach(reason -> html.element("li", reason.asText()));
      html.close();
    }
    int uses = configuration.path("holdout_uses").asInt();
    if (uses > 1) {
      html.element(
          "p",
          Format.things(uses, "configuration")
              + " have been judged on the candles of this hold-out: the more there are, the more the best"
              + " of them owes to luck.");
    }
    outcome().ifPresent(sentence -> html.element("p", sentence));
    String stage = text("lifecycle_stage");
    if (!stage.isEmpty()) {
      html.open("p").element("b", "Stage " + stage + ". ").text(stageMeaning(stage));
      if (configuration.path("confidence").isNumber()) {
        html.text(" Confidence ")
            .element("b", Format.share(configuration.path("confidence").asDouble()))
            .text(", from the trades, the Sharpe ratio, the win rate and the stability.");
      }
      html.close();
    }
    html.close();
  }

  private Optional<String> outcome() {
    JsonNode holdout = configuration.path("out_of_sample");
    JsonNode profit = holdout.path("net_profit_pct");
    if (!profit.isNumber()) {
      return Optional.empty();
    }
    double percent = profit.asDouble();
    long trades = holdout.path("total_trades").asLong();
    JsonNode capital = configuration.at("/request/capital");
    String money =
        capital.isNumber()
            ? " (%s%s of %s)"
                .formatted(
                    Format.signed(capital.asDouble() * percent / 100, 2),
                    currency.isEmpty() ? "" : "\u00A0" + currency,
                    Format.count(capital.asDouble()))
            : "";
    String days =
        holdout.path("from").isTextual()
            ? " from %s to %s"
                .formatted(
                    Format.day(Instant.parse(holdout.path("from").asText())),
                    Format.day(Instant.parse(holdout.path("to").asText())))
            : "";
    return Optional.of(
        "On the hold-out%s this would have %s %s of the capital%s in %s, all costs included."
            .formatted(
                days,
                percent < 0 ? "lost" : "made",
                Format.percent(Math.abs(percent)),
                money,
                Format.things(trades, "trade")));
  }

  private List<String> origin() {
    List<String> origin = new ArrayList<>();
    origin.add(text("exchange"));
    if (configuration.path("data_from").isTextual()) {
      origin.add(
          "%s candles from %s to %s UTC"
              .formatted(
                  Format.count(configuration.path("candles").asDouble()),
                  Format.minute(Instant.parse(text("data_from"))),
                  Format.minute(Instant.parse(text("data_to")))));
    }
    if (!text("regime").isEmpty()) {
      origin.add("entries in " + text("regime") + " markets only");
    }
    if (configuration.path("created_at").isTextual()) {
      origin.add("trained " + Format.minute(Instant.parse(text("created_at"))) + " UTC");
    }
    origin.add(
        "%s, %s"
            .formatted(
                Format.things(configuration.path("trials").asLong(), "trial"), text("optimizer")));
    return origin.stream().filter(part -> !part.isEmpty()).toList();
  }

  private String text(String field) {
    JsonNode value = configuration.path(field);
    return value.isNull() ? "" : value.asText();
  }

  private static String style(String verdict) {
    return switch (verdict) {
      case "EDGE" -> "good";
      case "NO_EDGE", "OVERFIT" -> "bad";
      default -> "open";
    };
  }

  private static String title(String verdict) {
    return switch (verdict) {
      case "EDGE" -> "An edge that held on candles the search had not seen";
      case "NO_EDGE" -> "No edge";
      case "OVERFIT" -> "Overfitted";
      case "INSUFFICIENT_DATA" -> "Too little data to decide";
      default -> "Not validated";
    };
  }

  private static String meaning(String verdict) {
    return switch (verdict) {
      case "EDGE" ->
          "The parameters made a profit on candles that the search never saw, more than luck and the size"
              + " of the search explain, and with costs to spare.";
      case "NO_EDGE" ->
          "The result is no better than luck, or does not survive its costs. There is"
              + " no reason to trade it.";
      case "OVERFIT" ->
          "The parameters fit the candles of the search, and fail on the candles after them."
              + " They should not be traded.";
      case "INSUFFICIENT_DATA" ->
          "The hold-out is too short, or has too few trades, to distinguish an edge from luck. Good figures"
              + " below are no evidence yet.";
      default ->
          "No candles were held out. All figures come from the candles that the parameters were chosen"
              + " on, and say nothing about the future.";
    };
  }

  private static String stageMeaning(String stage) {
    return switch (stage) {
      case "PAPER" -> "For paper trading only.";
      case "DISCOVERY" -> "Promising, but with too little evidence.";
      case "VALIDATION" -> "Some of the required evidence is there, but not all of it.";
      case "MATURE" -> "All required evidence is there.";
      case "DECAY" ->
          "Candles after the training have shown that less than half of what it promised is left.";
      default -> "";
    };
  }
}
