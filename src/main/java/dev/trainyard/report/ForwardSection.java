package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;

/** The account on candles after the training, and what the test for decay makes of it. */
final class ForwardSection implements Section {
  private static final double LEFT = 78;
  private static final double RIGHT = Plot.PAGE - 12.0;
  private static final double HEIGHT = 240;

  private final JsonNode forward;
  private final JsonNode result;
  private final JsonNode curve;

  ForwardSection(JsonNode configuration) {
    this.forward = configuration.path("forward");
    this.result = forward.path("result");
    this.curve = result.path("equity");
  }

  @Override
  public void write(Html html) {
    if (!result.isObject()) {
      return;
    }
    html.open("section", "id", "forward").element("h2", "After the training");
    html.element(
        "p",
        "The account on candles that neither the search nor the hold-out has seen, all costs included.",
        "class",
        "note");
    if (curve.size() > 1) {
      html.open("figure");
      curve(html);
      html.element("figcaption", caption()).close();
    } else {
      html.element("p", caption());
    }
    html.element("p", judgement());
    html.close();
  }

  private void curve(Html html) {
    Plot.open(html, Plot.PAGE, HEIGHT, "The account after the training");
    PercentCurve account = new PercentCurve(curve);
    account.draw(html, account.time(LEFT, RIGHT), 10, HEIGHT - 30);
    html.close();
  }

  private String caption() {
    double profit = result.at("/metrics/net_profit_pct").asDouble();
    String sharpe =
        result.path("sharpe_low").isNumber()
            ? " Its Sharpe ratio lies between %s and %s with 95 %% confidence."
                .formatted(
                    Format.decimal(result.path("sharpe_low").asDouble(), 2),
                    Format.decimal(result.path("sharpe_high").asDouble(), 2))
            : "";
    return "From %s to %s it %s %s with %s.%s"
        .formatted(
            result.path("from").asText(),
            result.path("to").asText(),
            profit < 0 ? "lost" : "made",
            Format.percent(Math.abs(profit)),
            Format.things(result.path("trades").asLong(), "closed trade"),
            sharpe);
  }

  private String judgement() {
    if (forward.path("reason").isTextual()) {
      return "The edge has decayed. " + forward.path("reason").asText() + ".";
    }
    JsonNode test = result.path("test");
    if (!test.isObject()) {
      return "Nothing is tested: " + forward.path("problem").asText() + ".";
    }
    return "The hold-out promised %s a trade, of which half is to be kept. The evidence that it is not stands at %s; at %s the edge counts as decayed."
        .formatted(
            Format.signedPercent(forward.at("/promised/mean_trade_pct").asDouble()),
            Format.decimal(test.path("evidence").asDouble(), 2),
            Format.decimal(test.path("threshold").asDouble(), 0));
  }
}
