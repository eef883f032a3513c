package dev.trainyard.strategy.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.docs.CandlePicture;
import dev.trainyard.market.CandleDirections;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pages of the strategies say what the strategies do. A picture that differs from the stored
 * one is written to {@code target/strategies}: look at it, then copy it to {@code
 * src/docs/strategies}.
 */
class StrategyPicturesTest {
  private static final Path PAGES = Path.of("src", "docs", "strategies");

  @Test
  void liquiditySweep() throws IOException {
    ExampleTrade example = new ExampleTrade(LiquiditySweep.NAME, "2013-11-29T00:30:00Z");
    Candles candles = example.candles();
    int i = example.signalBar();
    int reversal = example.whole("reversal_candles");
    int sweep = i - 1;
    int spike = i - 1;
    for (int j = i - 1; j >= i - reversal - 1; j--) {
      sweep = candles.low()[j] < candles.low()[sweep] ? j : sweep;
      spike = volumeRatio(example, j) > volumeRatio(example, spike) ? j : spike;
    }
    List<Double> swings = supportSwings(example, candles.low()[sweep]);
    double support = LiquiditySweepOracle.mean(swings);
    int from = i - 60;
    CandlePicture picture = example.picture(from, example.stop(), example.target());
    picture.strip(i - reversal - 1, i - 1);
    example.drawFills(picture);
    example.drawStopAndTarget(picture);
    picture.line(
        "level",
        from,
        example.trade().exitBar(),
        support,
        words("support %.2f (%d swings)", support, swings.size()));
    for (int bar = from; bar < i; bar++) {
      if (swings.contains(candles.low()[bar])) {
        picture.dot(bar, candles.low()[bar]);
      }
    }
    picture.loud(spike);
    picture.note(
        spike,
        true,
        words("Spike: volume %.1f times its mean over 20 bars", volumeRatio(example, spike)));
    picture.note(
        sweep,
        false,
        words(
            "Sweep: the low is %.2f %% below the support (dots: swing lows in view that made it)",
            (1 - candles.low()[sweep] / support) * 100));
    picture.note(
        i,
        true,
        words(
            "Signal: a close above the support again, with %d of the last %d bars bullish",
            CandleDirections.of(example.indicators()).bullish(i - reversal, i + 1), reversal + 1));
    example.noteEntry(picture);
    example.noteExit(picture);
    assertStored("liquidity-sweep", picture, example);
  }

  /** Returns the swings of the lowest support that has been swept. */
  private static List<Double> supportSwings(ExampleTrade example, double lowest) {
    Candles candles = example.candles();
    int i = example.signalBar();
    double close = candles.close()[i];
    double minDistance = example.number("min_distance_from_level");
    double reach = 3 * example.indicators().atrMedian()[i];
    return LiquiditySweepOracle.clusters(
            new LiquiditySweepOracle(candles).swings(i, example.whole("key_level_lookback"), false),
            close,
            reach + 2 * minDistance * close,
            minDistance,
            example.whole("min_level_touches"))
        .stream()
        .filter(
            cluster -> {
              double level = LiquiditySweepOracle.mean(cluster);
              return level < close
                  && close - level <= reach
                  && lowest <= level * (1 - example.number("pierce_depth"));
            })
        .findFirst()
        .orElseThrow();
  }

  @Test
  void capitulationReversal() throws IOException {
    ExampleTrade example = new ExampleTrade(CapitulationReversal.NAME, "2013-12-01T06:45:00Z");
    Indicators indicators = example.indicators();
    double[] rsi = indicators.rsi14();
    int i = example.signalBar();
    PanicScore score =
        PanicScore.of(
            indicators,
            example.number("volume_explosion_threshold"),
            example.number("price_velocity_threshold"),
            example.number("atr_explosion_threshold"),
            example.number("exhaustion_wick_ratio"),
            example.number("rsi_extreme_threshold"));
    CandlePicture picture = example.picture(i - 36, example.stop(), example.target());
    int panic = -1;
    for (int j = i - 15; j < i; j++) {
      if (score.at(j)) {
        picture.strip(j, j);
        picture.loud(j);
        panic = panic < 0 || volumeRatio(example, j) > volumeRatio(example, panic) ? j : panic;
      }
    }
    int oversold = i - 1;
    for (int j = i - 5; j < i; j++) {
      oversold = rsi[j] < rsi[oversold] ? j : oversold;
    }
    example.drawFills(picture);
    example.drawStopAndTarget(picture);
    picture.note(panic, true, "Panic (shaded, here the loudest): " + signs(example, panic));
    picture.note(
        oversold,
        false,
        words(
            "Exhaustion: RSI %.0f within the last 5 bars, %d of the last 15 bars bearish",
            rsi[oversold], CandleDirections.of(indicators).bearish(i - 15, i)));
    picture.note(i, true, words("Signal: a bullish bar, RSI back at %.0f", rsi[i]));
    example.noteEntry(picture);
    example.noteExit(picture);
    assertStored("capitulation-reversal", picture, example);
  }

  /** Describes the signs of panic at a bar, and their score. */
  private static String signs(ExampleTrade example, int bar) {
    Candles c = example.candles();
    Indicators indicators = example.indicators();
    double[] ranges = indicators.atr14();
    double body = Math.abs(c.close()[bar] - c.open()[bar]);
    double range = ranges[bar] / Indicators.movingMean(ranges, 20)[bar];
    double wicks = (c.high()[bar] - c.low()[bar] - body) / (body + 0.0001);
    double rsi = indicators.rsi14()[bar];
    double extreme = example.number("rsi_extreme_threshold");
    List<String> signs = new ArrayList<>();
    double score = 0;
    if (volumeRatio(example, bar) >= example.number("volume_explosion_threshold")) {
      signs.add(words("volume %.1f times its mean", volumeRatio(example, bar)));
      score += 0.3;
    }
    if (body / c.open()[bar] >= example.number("price_velocity_threshold")) {
      signs.add(words("a body of %.1f %%", body / c.open()[bar] * 100));
      score += 0.25;
    }
    if (range >= example.number("atr_explosion_threshold")) {
      signs.add(words("ATR %.1f times its mean", range));
      score += 0.2;
    }
    if (wicks >= example.number("exhaustion_wick_ratio")) {
      signs.add(words("wicks %.1f times the body", wicks));
      score += 0.15;
    }
    if (rsi <= extreme || rsi >= 100 - extreme) {
      signs.add(words("RSI %.0f", rsi));
      score += 0.1;
    }
    assertThat(score).isGreaterThanOrEqualTo(0.4);
    return words("%s; score %.2f", String.join(", ", signs), score);
  }

  @Test
  void failedBreakdown() throws IOException {
    ExampleTrade example = new ExampleTrade(FailedBreakdown.NAME, "2013-11-25T22:10:00Z");
    Spring spring = Spring.best(example);
    int lookback = example.whole("range_lookback_periods");
    int i = example.signalBar();
    double atr = example.indicators().atr14()[i];
    assertThat(example.stop())
        .isEqualTo(spring.support() - atr * example.number("atr_multiplier_sl"));
    CandlePicture picture =
        example.picture(spring.end() - lookback - 4, example.stop(), example.target());
    picture.area(
        "area", spring.end() - lookback, spring.end() - 1, spring.support(), spring.resistance());
    example.drawFills(picture);
    example.drawStopAndTarget(picture);
    picture.line(
        "level",
        spring.end() - lookback,
        example.trade().exitBar(),
        spring.support(),
        words("support %.2f", spring.support()));
    picture.loud(i);
    picture.note(
        spring.end() - lookback / 2,
        true,
        words(
            "Range of %d bars, %.1f %% high, its volume drying up, support and resistance touched"
                + " %d times",
            lookback, (spring.resistance() / spring.support() - 1) * 100, spring.touches()));
    picture.note(
        spring.bar(),
        false,
        words(
            "Breakdown: %.2f %% below the support on %.1f times the range's mean volume",
            (1 - example.candles().low()[spring.bar()] / spring.support()) * 100, spring.broke()));
    picture.note(
        i,
        true,
        words(
            "Signal: bought back above the support on %.1f times that volume, score %.2f",
            spring.recovered(), spring.score()));
    example.noteEntry(picture);
    example.noteExit(picture);
    assertStored("failed-breakdown", picture, example);
  }

  @Test
  void supplyShock() throws IOException {
    ExampleTrade example = new ExampleTrade(SupplyShock.NAME, "2013-11-29T10:35:00Z");
    Candles candles = example.candles();
    double[] close = candles.close();
    int i = example.signalBar();
    int shock = i - example.whole("no_retracement_periods");
    int before = shock - example.whole("gap_window");
    int surge = shock;
    for (int j = shock; j > before; j--) {
      surge = volumeRatio(example, j) > volumeRatio(example, surge) ? j : surge;
    }
    CandlePicture picture = example.picture(before - 20, example.stop());
    picture.strip(before + 1, shock);
    example.drawFills(picture);
    double half = (close[before] + close[shock]) / 2;
    picture.line("level", shock + 1, i, half, words("half of the move %.2f", half));
    int entry = example.trade().entryBar();
    double[] stops = trailingStops(example);
    picture.steps("stop", entry, stops, words("stop %.2f", stops[stops.length - 1]));
    picture.loud(surge);
    picture.note(
        surge, false, words("Surge: volume %.1f times its mean", volumeRatio(example, surge)));
    picture.note(
        shock,
        true,
        words(
            "Shock: the close is %.1f %% above that of %d bars before",
            (close[shock] / close[before] - 1) * 100, shock - before));
    picture.note(
        i,
        true,
        words(
            "Signal: no close since has given back half of the move, %d of the last 12 bars are"
                + " bullish",
            CandleDirections.of(example.indicators()).bullish(i - 11, i + 1)));
    int follows = 0;
    while (stops[follows] == stops[0]) {
      follows++;
    }
    example.noteEntry(picture);
    picture.note(
        entry + follows - 1,
        true,
        words(
            "The high is at least %.2f (%s ATR) above the open of the entry: from the next bar on the"
                + " stop follows at that distance",
            example.trail(), number(example.number("trail_stop_activation"))));
    example.noteExit(picture);
    assertStored("supply-shock", picture, example);
  }

  /** Computes the stop at each bar of the position, as the page describes it. */
  private static double[] trailingStops(ExampleTrade example) {
    Candles candles = example.candles();
    int entry = example.trade().entryBar();
    double[] stops = new double[example.trade().exitBar() - entry + 1];
    double stop = example.stop();
    double best = candles.open()[entry];
    for (int k = 0; k < stops.length; k++) {
      stops[k] = stop;
      best = Math.max(best, candles.high()[entry + k]);
      if (best - candles.open()[entry] >= example.trail()) {
        stop = Math.max(stop, best - example.trail());
      }
    }
    assertThat(example.trade().exitPrice()).isEqualTo(stops[stops.length - 1] * (1 - 0.0005));
    return stops;
  }

  @ParameterizedTest
  @CsvSource({
    "LIQUIDITY_SWEEP,liquidity-sweep",
    "CAPITULATION_REVERSAL,capitulation-reversal",
    "FAILED_BREAKDOWN,failed-breakdown",
    "SUPPLY_SHOCK,supply-shock"
  })
  void aPageNamesEachParameterWithItsRangeAndDefault(String strategy, String page)
      throws IOException {
    ParameterSpace space = TestSpaces.catalog().find(strategy).orElseThrow().space();
    List<String> lines = Files.readAllLines(PAGES.resolve(page + ".md"));
    for (ParameterSpec spec : space.parameters()) {
      assertThat(lines).anyMatch(line -> line.startsWith(row(spec)), row(spec));
    }
    assertThat(lines.stream().filter(line -> line.startsWith("| `")))
        .as("rows of the table")
        .hasSize(space.size());
  }

  private static String row(ParameterSpec spec) {
    String range =
        spec.type() == ParameterType.CATEGORICAL
            ? String.join(", ", spec.choices().stream().map(Object::toString).toList())
            : number(spec.low()) + " – " + number(spec.high());
    String step =
        spec.type() == ParameterType.INT && spec.step() > 1 ? ", step " + number(spec.step()) : "";
    String log = spec.log() ? ", log" : "";
    Object standard =
        spec.defaultValue() instanceof Number value
            ? number(value.doubleValue())
            : spec.defaultValue();
    return "| `%s` | %s%s%s | %s |".formatted(spec.name(), range, step, log, standard);
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static double volumeRatio(ExampleTrade example, int bar) {
    return example.candles().volume()[bar] / example.indicators().volumeSma20()[bar];
  }

  private static String words(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static void assertStored(String page, CandlePicture picture, ExampleTrade example)
      throws IOException {
    Path drawn = Path.of("target", "strategies", page + ".svg");
    Files.createDirectories(drawn.getParent());
    Files.writeString(drawn, picture.svg());
    assertThat(PAGES.resolve(page + ".svg")).as("see %s", drawn).hasSameTextualContentAs(drawn);
    assertThat(Files.readString(PAGES.resolve(page + ".md")))
        .contains(example.summary(), example.record());
  }
}
