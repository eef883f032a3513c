package dev.trainyard.report;

import dev.trainyard.backtest.ExitReason;
import dev.trainyard.backtest.Trade;
import dev.trainyard.market.Candles;
import java.time.Instant;

/** A drawing of one trade on its candles, with its stop and its target. */
final class TradePanel {
  private static final double WIDTH = 330;
  private static final double HEIGHT = 210;
  private static final double LEFT = 56;
  private static final double RIGHT = WIDTH - 8;
  private static final double TOP = 6;
  private static final double BOTTOM = HEIGHT - 22;
  private static final double LABEL_GAP = 4;
  private static final int BEFORE = 18;
  private static final int AFTER = 10;

  /** The most candles to draw; of more, several are drawn as one. */
  private static final int MAX_BARS = 66;

  private final Candles candles;
  private final Trade trade;
  private final int from;
  private final int to;
  private final int merged;

  TradePanel(Candles candles, Trade trade) {
    this.candles = candles;
    this.trade = trade;
    this.from = Math.max(0, trade.entryBar() - BEFORE);
    this.to = Math.min(candles.size(), trade.exitBar() + AFTER + 1);
    this.merged = (to - from + MAX_BARS - 1) / MAX_BARS;
  }

  void write(Html html) {
    html.open("figure");
    html.open("figcaption")
        .element("b", trade.side().name(), "class", Outcome.of(trade.pnl()).style())
        .text(
            " %s, %s".formatted(Format.signedPercent(trade.pnlPct() * 100), ending(trade.reason())))
        .element(
            "small",
            "%s UTC, %s"
                .formatted(
                    Format.minute(Instant.ofEpochMilli(candles.time()[trade.entryBar()])),
                    Format.things(trade.holdingBars(), "candle")))
        .close();
    Plot.open(html, WIDTH, HEIGHT, "A trade on its candles");
    Plot plot = plot(html);
    plot.yAxis(v -> Format.decimal(v, plot.yDecimals()));
    candles(plot, true);
    candles(plot, false);
    levels(plot);
    fills(plot);
    times(plot);
    html.close().close();
  }

  private Plot plot(Html html) {
    double low =
        Math.min(trade.stopPrice() > 0 ? trade.stopPrice() : trade.entryPrice(), trade.exitPrice());
    double high = Math.max(trade.stopPrice(), Math.max(trade.entryPrice(), trade.exitPrice()));
    for (int i = from; i < to; i++) {
      low = Math.min(low, candles.low()[i]);
      high = Math.max(high, candles.high()[i]);
    }
    // a target far away would flatten the candles
    double room = (high - low) * 0.6;
    double price = trade.targetPrice();
    if (Double.isFinite(price)) {
      low = price < low && low - price <= room ? price : low;
      high = price > high && price - high <= room ? price : high;
    }
    Scale y = Scale.linear(low, high, BOTTOM, TOP).padded(0.05);
    double left = Math.max(LEFT, Plot.left(y, v -> Format.decimal(v, Plot.decimals(y))));
    return new Plot(html, WIDTH, Scale.linear(0, Math.max(1, to - from), left, RIGHT), y);
  }

  private void candles(Plot plot, boolean rising) {
    double[] open = candles.open();
    double[] close = candles.close();
    Marks marks = new Marks();
    double half = (plot.x().at(merged) - plot.x().at(0)) * 0.33;
    for (int i = from; i < to; i += merged) {
      int end = Math.min(i + merged, to);
      if (close[end - 1] >= open[i] != rising) {
        continue;
      }
      double low = candles.low()[i];
      double high = candles.high()[i];
      for (int k = i; k < end; k++) {
        low = Math.min(low, candles.low()[k]);
        high = Math.max(high, candles.high()[k]);
      }
      double x = plot.x().at(i - from + merged / 2.0);
      double upper = plot.y().at(Math.max(open[i], close[end - 1]));
      double lower = plot.y().at(Math.min(open[i], close[end - 1]));
      marks.stroke(x, plot.y().at(high), x, upper).stroke(x, lower, x, plot.y().at(low));
      marks.box(x - half, upper, 2 * half, Math.max(0.6, lower - upper));
    }
    plot.path(rising ? "rising" : "falling", marks.path());
  }

  private void levels(Plot plot) {
    double x1 = plot.x().at(trade.entryBar() - from);
    double x2 = plot.x().at(trade.exitBar() - from + 1.0);
    if (trade.stopPrice() > 0) {
      level(plot, "stop", x1, x2, trade.stopPrice());
    }
    if (trade.targetPrice() >= plot.y().low() && trade.targetPrice() <= plot.y().high()) {
      level(plot, "target", x1, x2, trade.targetPrice());
    }
  }

  private static void level(Plot plot, String name, double x1, double x2, double price) {
    double y = plot.y().at(price);
    plot.line(name, x1, y, x2, y);
    double room = Plot.width(name) + 2 * LABEL_GAP;
    if (x1 - plot.x().from() >= room) {
      plot.text("end", x1 - LABEL_GAP, y + 4, name);
    } else if (WIDTH - x2 >= room) {
      plot.text("start", x2 + LABEL_GAP, y + 4, name);
    } else {
      plot.text("end", x2 - LABEL_GAP, Math.max(TOP + 12, y - 3), name);
    }
  }

  private void fills(Plot plot) {
    String style = Outcome.of(trade.pnl()).style();
    double x1 = plot.x().at(trade.entryBar() - from + 0.5);
    double x2 = plot.x().at(trade.exitBar() - from + 0.5);
    double y1 = plot.y().at(trade.entryPrice());
    double y2 = plot.y().at(trade.exitPrice());
    plot.line(style + "-way", x1, y1, x2, y2);
    plot.path(style + "-mark", new Marks().triangle(x1, y1, 5, trade.side().sign() * 11.0).path());
    plot.path(style + "-exit", new Marks().cross(x2, y2, 4.5).path());
  }

  private void times(Plot plot) {
    plot.text(
        "start",
        plot.x().from(),
        HEIGHT - 6,
        Format.minute(Instant.ofEpochMilli(candles.time()[from])));
    plot.text(
        "end", RIGHT, HEIGHT - 6, Format.minute(Instant.ofEpochMilli(candles.time()[to - 1])));
  }

  private static String ending(ExitReason reason) {
    return switch (reason) {
      case SL -> "stopped";
      case TP -> "target reached";
      case MAX_HOLD -> "held for the longest time";
      case SIGNAL -> "opposite signal";
      case END_OF_DATA -> "candles ended";
    };
  }
}
