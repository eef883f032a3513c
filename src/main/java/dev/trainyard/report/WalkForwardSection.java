package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The walk-forward windows in time, the result of each, and their joined tests. */
final class WalkForwardSection implements Section {
  private static final double LEFT = 78;
  private static final double RIGHT = 700;
  private static final double ROW = 30;
  private static final double CURVE = 160;

  /** Fewest trades for a Sharpe ratio, which otherwise is 0 by definition. */
  private static final int MIN_FOR_SHARPE = 2;

  private final JsonNode windows;
  private final JsonNode curve;
  private final JsonNode joined;

  WalkForwardSection(JsonNode configuration) {
    this.windows = configuration.at("/validation/windows");
    this.joined = configuration.path("walk_forward");
    this.curve = joined.path("equity");
  }

  /** A range of time. */
  private record Span(long from, long to) {

    static Span of(JsonNode block) {
      return new Span(
          Instant.parse(block.path("from").asText()).toEpochMilli(),
          Instant.parse(block.path("to").asText()).toEpochMilli());
    }
  }

  @Override
  public void write(Html html) {
    List<Span> spans = new ArrayList<>();
    windows.forEach(
        window -> {
          if (window.path("out_of_sample").isObject()) {
            spans.add(Span.of(window.path("in_sample")));
            spans.add(Span.of(window.path("out_of_sample")));
          }
        });
    if (spans.isEmpty()) {
      return;
    }
    html.open("section", "id", "walk-forward").element("h2", "Walk-forward");
    html.open("p", "class", "note")
        .text("In each window the parameters are searched afresh on ")
        .element("span", "one stretch", "class", "key train-key")
        .text(" and tested on the next: ")
        .element("span", "made money", "class", "key win-key")
        .text(" ")
        .element("span", "lost money", "class", "key loss-key")
        .text(" ")
        .element("span", "neither", "class", "key flat-key")
        .text(". This judges the search for parameters, not the winner.")
        .close();
    html.open("figure");
    long from = spans.stream().mapToLong(Span::from).min().getAsLong();
    long to = spans.stream().mapToLong(Span::to).max().getAsLong();
    double rows = windows.size() * ROW;
    boolean hasCurve = curve.size() > 1;
    double height = rows + (hasCurve ? CURVE : 0) + 30;
    Plot.open(html, Plot.PAGE, height, "Walk-forward windows over time");
    Scale x = Scale.time(from, to, LEFT, RIGHT);
    if (!hasCurve) {
      new Plot(html, Plot.PAGE, x, Scale.linear(0, 1, rows, 0)).timeAxis();
    }
    for (int k = 0; k < windows.size(); k++) {
      window(
          new Plot(html, Plot.PAGE, x, Scale.linear(0, 1, (k + 1) * ROW, k * ROW)), windows.get(k));
    }
    if (hasCurve) {
      curve(html, x, rows + 20, rows + CURVE);
    }
    html.close().element("figcaption", caption()).close().close();
  }

  private static void window(Plot plot, JsonNode window) {
    double middle = plot.y().at(0.5);
    plot.text("end", LEFT - 8, middle + 4, "Window " + window.path("number").asText());
    JsonNode tested = window.path("out_of_sample");
    if (!tested.isObject()) {
      plot.text("start", LEFT, middle + 4, "no trial met the constraints; nothing was traded");
      return;
    }
    double profit = tested.path("net_profit_pct").asDouble();
    bar(plot, "train", Span.of(window.path("in_sample")));
    bar(plot, Outcome.of(profit).style() + "-bar", Span.of(tested));
    long trades = tested.path("total_trades").asLong();
    String sharpe =
        trades < MIN_FOR_SHARPE
            ? ""
            : ", Sharpe " + Format.decimal(tested.path("sharpe_ratio").asDouble(), 2);
    plot.text(
        "start",
        RIGHT + 14,
        middle + 4,
        Format.signedPercent(profit) + sharpe + ", " + Format.things(trades, "trade"));
  }

  private static void bar(Plot plot, String style, Span span) {
    double from = plot.x().at(span.from);
    plot.path(
        style,
        new Marks().box(from, plot.y().at(0.8), plot.x().at(span.to) - from, ROW * 0.6).path());
  }

  private void curve(Html html, Scale x, double top, double bottom) {
    PercentCurve tests = new PercentCurve(curve);
    Plot plot = tests.draw(html, x, top, bottom);
    plot.text("start", RIGHT + 14, plot.y().at(tests.last()) + 4, "all tests, joined");
  }

  private String caption() {
    long profitable = 0;
    for (JsonNode window : windows) {
      profitable += window.at("/out_of_sample/net_profit_pct").asDouble() > 0 ? 1 : 0;
    }
    double profit = joined.path("net_profit_pct").asDouble();
    return "%d of %d windows made money out of sample; together they %s %s of the capital."
        .formatted(
            profitable,
            windows.size(),
            profit < 0 ? "lost" : "made",
            Format.percent(Math.abs(profit)));
  }
}
