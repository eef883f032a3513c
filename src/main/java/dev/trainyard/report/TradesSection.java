package dev.trainyard.report;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.Trade;
import dev.trainyard.market.Candles;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** The largest trades on the price of all candles, and the last trades on their candles. */
final class TradesSection implements Section {
  private static final int LARGEST = 500;
  private static final int LAST = 12;
  private static final double LEFT = 78;
  private static final double RIGHT = Plot.PAGE - 12.0;

  private final Candles candles;
  private final BacktestResult backtest;
  private final OptionalInt holdoutFrom;

  TradesSection(ReportData data, Candles candles) {
    this.candles = candles;
    this.backtest = data.backtest();
    this.holdoutFrom = data.holdoutFrom();
  }

  @Override
  public void write(Html html) {
    List<Trade> trades = backtest.trades();
    if (trades.isEmpty()) {
      return;
    }
    html.open("section", "id", "trades").element("h2", "Trades");
    html.open("p", "class", "note")
        .element("span", "made money", "class", "key win-key")
        .text(" ")
        .element("span", "lost money", "class", "key loss-key")
        .text(
            " after all costs. A long enters at a triangle that points up, a short at one that"
                + " points down; a cross is the exit.")
        .close();
    html.open("figure");
    overview(html, largest(trades));
    html.element("figcaption", overviewCaption(trades)).close();
    List<Trade> last = last(trades);
    html.element(
        "h3",
        "%s %s"
            .formatted(
                last.size() == 1 ? "The last trade" : "The last " + last.size() + " trades",
                inHoldout(last) ? "of the hold-out" : "of the search part"));
    html.open("div", "class", "panels");
    for (Trade trade : last) {
      new TradePanel(candles, trade).write(html);
    }
    html.close().close();
  }

  private void overview(Html html, List<Trade> trades) {
    long[] time = candles.time();
    double[] close = candles.close();
    Plot.open(html, Plot.PAGE, 300, "Trades on the price of all candles");
    Plot plot =
        new Plot(
            html,
            Plot.PAGE,
            Scale.time(time[0], time[time.length - 1], LEFT, RIGHT),
            Scale.linear(
                    Arrays.stream(close).min().getAsDouble(),
                    Arrays.stream(close).max().getAsDouble(),
                    272,
                    10)
                .padded(0.05));
    if (holdoutFrom.isPresent()) {
      plot.band(time[holdoutFrom.getAsInt()], time[time.length - 1], "Hold-out");
    }
    plot.yAxis(v -> Format.decimal(v, plot.yDecimals())).timeAxis();
    plot.path("price", Curve.path(time, close, plot.x(), plot.y()));
    for (Outcome outcome : Outcome.values()) {
      List<Trade> some =
          trades.stream().filter(trade -> Outcome.of(trade.pnl()) == outcome).toList();
      plot.path(outcome.style() + "-line", segments(some, plot));
    }
    html.close();
  }

  private String segments(List<Trade> trades, Plot plot) {
    Marks marks = new Marks();
    for (Trade trade : trades) {
      double x1 = plot.x().at(candles.time()[trade.entryBar()]);
      double x2 = plot.x().at(candles.time()[trade.exitBar()]);
      double y1 = plot.y().at(trade.entryPrice());
      double body = trade.side().sign() * 8;
      marks.stroke(x1, y1, x2, plot.y().at(trade.exitPrice())).triangle(x1, y1, 3, body);
    }
    return marks.path();
  }

  private static List<Trade> largest(List<Trade> trades) {
    return trades.stream()
        .sorted(Comparator.comparingDouble((Trade t) -> Math.abs(t.pnl())).reversed())
        .limit(LARGEST)
        .toList();
  }

  private List<Trade> last(List<Trade> trades) {
    List<Trade> ofHoldout =
        trades.stream()
            .filter(t -> holdoutFrom.isPresent() && t.entryBar() >= holdoutFrom.getAsInt())
            .toList();
    List<Trade> from = ofHoldout.isEmpty() ? trades : ofHoldout;
    return from.subList(Math.max(0, from.size() - LAST), from.size());
  }

  private boolean inHoldout(List<Trade> trades) {
    return holdoutFrom.isPresent() && trades.get(0).entryBar() >= holdoutFrom.getAsInt();
  }

  private static String overviewCaption(List<Trade> trades) {
    return trades.size() > LARGEST
        ? "The %d trades of the largest gain or loss, of %s in all."
            .formatted(LARGEST, Format.count(trades.size()))
        : "%s in all.".formatted(Format.things(trades.size(), "trade"));
  }
}
