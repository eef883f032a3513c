package dev.trainyard.strategy.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Backtester;
import dev.trainyard.backtest.Trade;
import dev.trainyard.docs.CandlePicture;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.parameter.ParameterReader;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * One trade of a strategy with its default parameters and the default back-test, on the 5-minute
 * candles that ship with the project.
 */
final class ExampleTrade {
  private static final int BARS_AFTER = 5;

  private final String name;
  private final Parameters parameters;
  private final Indicators indicators;
  private final Signals signals;
  private final BacktestResult result;
  private final Trade trade;
  private final int signal;

  /**
   * @param entryTime open time of the bar of the entry
   * @throws java.util.NoSuchElementException when no trade begins there
   */
  ExampleTrade(String name, String entryTime) {
    this.name = name;
    Strategy strategy = TestSpaces.catalog().find(name).orElseThrow();
    parameters = new ParameterReader(strategy.space()).read(Map.of()).value().orElseThrow();
    Candles candles = RealCandles.bitstamp(Timeframe.M5);
    indicators = new Indicators(candles);
    signals = strategy.signals(indicators, parameters, 0, candles.size());
    result =
        new Backtester()
            .run(
                candles,
                0,
                candles.size(),
                signals,
                strategy.maxHolding(parameters),
                BacktestSettings.defaults(Timeframe.M5.millis()));
    long entered = Instant.parse(entryTime).toEpochMilli();
    trade =
        result.trades().stream()
            .filter(t -> candles.time()[t.entryBar()] == entered)
            .findFirst()
            .orElseThrow();
    int k = 0;
    while (signals.bar(k) != trade.entryBar() - 1) {
      k++;
    }
    signal = k;
    assertThat(trade.side()).as("the pictures explain a long trade").isEqualTo(Side.LONG);
  }

  Indicators indicators() {
    return indicators;
  }

  Candles candles() {
    return indicators.candles();
  }

  Parameters parameters() {
    return parameters;
  }

  Trade trade() {
    return trade;
  }

  /** Returns the bar at whose close the strategy signalled. */
  int signalBar() {
    return signals.bar(signal);
  }

  double stop() {
    return signals.stop(signal);
  }

  double target() {
    return signals.target(signal);
  }

  double trail() {
    return signals.trail(signal);
  }

  double number(String parameter) {
    return parameters.number(parameters.space().indexOf(parameter));
  }

  int whole(String parameter) {
    return parameters.integer(parameters.space().indexOf(parameter));
  }

  /** Describes the trade in one line. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%s at %.2f, out at %.2f %s after %d bars: %+.2f %% of the position after costs",
        trade.side(),
        trade.entryPrice(),
        trade.exitPrice(),
        exit(),
        trade.holdingBars(),
        trade.pnlPct() * 100);
  }

  /** Summarises all trades of these parameters. */
  String record() {
    return String.format(
        Locale.ROOT,
        "%d trades, %d of them with a profit, %+.1f %% of the capital",
        result.metrics().totalTrades(),
        result.metrics().trades().winningTrades(),
        result.metrics().netProfitPct());
  }

  private String exit() {
    return switch (trade.reason()) {
      case SL -> trail() > 0 ? "at the trailing stop" : "at the stop";
      case TP -> "at the target";
      case MAX_HOLD -> "at the close";
      case SIGNAL -> "at an opposite signal";
      case END_OF_DATA -> "at the end";
    };
  }

  /** Draws the candles from a bar to a little after the exit. */
  CandlePicture picture(int from, double... prices) {
    return new CandlePicture(
        candles(),
        from,
        trade.exitBar() + 1 + BARS_AFTER,
        name + ", BTC/USD 5m",
        summary(),
        prices);
  }

  /** Draws the position, which is the same for all: the risk and the fills. */
  void drawFills(CandlePicture picture) {
    int entry = trade.entryBar();
    picture.area("risk", entry, trade.exitBar(), stop(), trade.entryPrice());
    picture.label(
        "entry", trade.entryPrice(), String.format(Locale.ROOT, "entry %.2f", trade.entryPrice()));
    picture.trade(entry, trade.entryPrice(), trade.exitBar(), trade.exitPrice());
  }

  /** Draws stop and target of a position whose stop stays. */
  void drawStopAndTarget(CandlePicture picture) {
    int entry = trade.entryBar();
    picture.area("reward", entry, trade.exitBar(), trade.entryPrice(), target());
    picture.line(
        "stop",
        signalBar(),
        trade.exitBar(),
        stop(),
        String.format(Locale.ROOT, "stop %.2f", stop()));
    picture.line(
        "target",
        signalBar(),
        trade.exitBar(),
        target(),
        String.format(Locale.ROOT, "target %.2f", target()));
  }

  /** Numbers the entry. */
  void noteEntry(CandlePicture picture) {
    picture.note(
        trade.entryBar(),
        false,
        String.format(
            Locale.ROOT, "Entry at the next open, %.2f with slippage", trade.entryPrice()));
  }

  /** Numbers the exit. */
  void noteExit(CandlePicture picture) {
    picture.note(
        trade.exitBar(),
        true,
        String.format(
            Locale.ROOT,
            "Exit %s, %.2f with slippage: %+.2f %% of the position after costs",
            exit(),
            trade.exitPrice(),
            trade.pnlPct() * 100));
  }
}
