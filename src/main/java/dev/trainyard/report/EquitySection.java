package dev.trainyard.report;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.RoundedSum;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.DoubleFunction;

/** The equity over all candles, compared with buy and hold, and its drawdown. */
final class EquitySection implements Section {
  private static final double LEFT = 78;
  private static final double RIGHT = Plot.PAGE - 12.0;

  /** Limit beyond which the market's curve would flatten that of the account. */
  private static final double MAX_TIMES_THE_RANGE = 6;

  private final long[] time;
  private final double[] equity;
  private final double[] market;
  private final OptionalInt holdoutFrom;
  private final String currency;

  EquitySection(ReportData data) {
    BacktestResult backtest = data.backtest();
    this.time = Arrays.copyOfRange(backtest.times(), backtest.from(), backtest.to());
    this.equity = backtest.equity();
    this.market = data.buyAndHold().equity();
    this.holdoutFrom = data.holdoutFrom();
    this.currency = data.currency().isEmpty() ? "money" : data.currency();
  }

  @Override
  public void write(Html html) {
    boolean together = range(market) <= MAX_TIMES_THE_RANGE * range(equity);
    html.open("section", "id", "equity").element("h2", "Equity");
    html.open("p", "class", "note")
        .text("The account at the close of each candle, all costs included. ")
        .element("span", "Strategy", "class", "key strategy-key")
        .text(" ")
        .element("span", "buy and hold at the same costs", "class", "key market-key");
    if (holdoutFrom.isPresent()) {
      html.text(" ").element("span", "hold-out", "class", "key holdout-key");
    }
    html.close();
    html.open("figure");
    double height = together ? 440 : 590;
    Plot.open(html, Plot.PAGE, height, "Equity, buy and hold, and drawdown over time");
    if (together) {
      curves(html, 10, 270, equity, market);
    } else {
      curves(html, 10, 270, equity, new double[0]);
      curves(html, 300, 420, new double[0], market);
    }
    drawdown(html, together ? 300 : 450, height - 24);
    html.close();
    html.element("figcaption", caption(together));
    html.close().close();
  }

  private void curves(
      Html html, double top, double bottom, double[] strategy, double[] buyAndHold) {
    double low = Math.min(min(strategy), min(buyAndHold));
    double high = Math.max(max(strategy), max(buyAndHold));
    Plot plot = new Plot(html, Plot.PAGE, x(), Scale.linear(low, high, bottom, top).padded(0.06));
    frame(plot, v -> Format.decimal(v, plot.yDecimals()), strategy.length > 0 ? "Hold-out" : "");
    if (low < equity[0] && high > equity[0]) {
      plot.line("zero", LEFT, plot.y().at(equity[0]), RIGHT, plot.y().at(equity[0]));
    }
    plot.path("market", Curve.path(time, buyAndHold, plot.x(), plot.y()));
    plot.path("strategy", Curve.path(time, strategy, plot.x(), plot.y()));
    plot.text(
        "start",
        LEFT + 6,
        strategy.length > 0 ? bottom - 8 : top + 14,
        strategy.length > 0 ? currency : "Buy and hold, " + currency);
  }

  private void drawdown(Html html, double top, double bottom) {
    double[] drawdown = new double[equity.length];
    double peak = equity[0];
    for (int i = 0; i < equity.length; i++) {
      peak = Math.max(peak, equity[i]);
      drawdown[i] = peak > 0 ? (equity[i] - peak) / peak * 100 : 0;
    }
    double deepest = Math.min(min(drawdown), -0.01);
    Plot plot = new Plot(html, Plot.PAGE, x(), Scale.linear(deepest * 1.08, 0, bottom, top));
    frame(plot, v -> Format.decimal(v, plot.yDecimals()) + "\u00A0%", "");
    plot.timeAxis();
    String curve = Curve.path(time, drawdown, plot.x(), plot.y());
    String base = Format.pixel(top);
    plot.path(
        "drawdown",
        "%sL%s %sL%s %sZ".formatted(curve, Format.pixel(RIGHT), base, Format.pixel(LEFT), base));
    plot.text("start", LEFT + 6, bottom - 8, "Drawdown");
  }

  private void frame(Plot plot, DoubleFunction<String> label, String name) {
    if (holdoutFrom.isPresent()) {
      plot.band(time[holdoutFrom.getAsInt()], time[time.length - 1], name);
    }
    plot.yAxis(label);
  }

  private Scale x() {
    return Scale.time(time[0], time[time.length - 1], LEFT, RIGHT);
  }

  private String caption(boolean together) {
    double own = change(equity);
    double held = change(market);
    String scales = together ? "" : " Each has its own scale.";
    String search =
        holdoutFrom.isPresent()
            ? " The search used everything left of the hold-out, which therefore looks better than it is."
            : "";
    return "Over all candles the strategy %s %s; buying and holding %s %s.%s%s"
        .formatted(
            own < 0 ? "lost" : "made",
            Format.percent(Math.abs(own)),
            held < 0 ? "lost" : "made",
            Format.percent(Math.abs(held)),
            search,
            scales);
  }

  private double change(double[] values) {
    return RoundedSum.difference(values[values.length - 1] / equity[0], 1) * 100;
  }

  private static double range(double[] values) {
    return max(values) - min(values);
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElse(Double.POSITIVE_INFINITY);
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElse(Double.NEGATIVE_INFINITY);
  }
}
