package dev.trainyard.validation.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.Objective;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.validation.SyntheticCandles;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookAheadTest {
  private static final int LONG_SERIES = LookAhead.MAX_CANDLES + 50_000;
  private static final int EVERY = 10;

  private final List<Integer> looked = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1_000, LONG_SERIES})
  void aStrategyThatKnowsTheNextCandleIsRefused(int size) {
    assertThatThrownBy(() -> look(size, new SomeBars(0, true)))
        .isInstanceOf(LookAheadException.class);
    assertThatCode(() -> look(size, new SomeBars(0, false))).doesNotThrowAnyException();
  }

  @Test
  void aShortSeriesIsCutInEightPlacesTheLastOneAtTheLastSignal() {
    look(1_000, new SomeBars(0, false));

    assertThat(looked).hasSize(1 + 8).startsWith(1_000, 111).endsWith(991);
  }

  @Test
  void ofALongSeriesTheFirstPartIsLookedAt() {
    look(LONG_SERIES, new SomeBars(0, false));

    assertThat(looked).containsExactly(LONG_SERIES, LookAhead.MAX_CANDLES - EVERY + 1);
  }

  @Test
  void aSeriesWhoseSignalsComeLateIsLookedAtUpToTheFirst() {
    int first = LookAhead.MAX_CANDLES + 1_000;

    assertThatThrownBy(() -> look(LONG_SERIES, new SomeBars(first, true)))
        .isInstanceOf(LookAheadException.class);
    assertThat(looked).containsExactly(LONG_SERIES, first + 1);
  }

  @Test
  void withoutSignalsThereIsNothingToLookAt() {
    look(1_000, new SomeBars(1_000, true));

    assertThat(looked).containsExactly(1_000);
  }

  private void look(int size, Strategy strategy) {
    Candles candles = SyntheticCandles.noise(size, 1);
    LookAhead.refuse(
        new BacktestEvaluator(
            strategy,
            new Indicators(candles),
            0,
            size,
            BacktestSettings.defaults(SyntheticCandles.HOUR),
            Objective.SHARPE_RATIO,
            new Constraints(0, OptionalDouble.empty())),
        new Parameters(strategy.space(), new double[] {5}));
  }

  /** Signals at every tenth bar from a first one on; its stop may be a price of the bar after. */
  private final class SomeBars implements Strategy {
    private final int first;
    private final boolean knowsMore;

    SomeBars(int first, boolean knowsMore) {
      this.first = first;
      this.knowsMore = knowsMore;
    }

    @Override
    public String name() {
      return "SOME_BARS";
    }

    @Override
    public String description() {
      return "Signals now and then.";
    }

    @Override
    public Set<Side> directions() {
      return Set.of(Side.LONG);
    }

    @Override
    public ParameterSpace space() {
      return new ParameterSpace(List.of(ParameterSpec.integer("max_holding_periods", 2, 12)));
    }

    @Override
    public int defaultMinTrades() {
      return 0;
    }

    @Override
    public int warmup(Parameters parameters) {
      return 0;
    }

    @Override
    public int maxHolding(Parameters parameters) {
      return parameters.integer(0);
    }

    @Override
    public Signals signals(Indicators indicators, Parameters parameters, int from, int to) {
      double[] close = indicators.candles().close();
      looked.add(close.length);
      Signals signals = new Signals();
      for (int i = Math.max(from, first); i < to; i += EVERY) {
        int known = knowsMore ? Math.min(i + 1, close.length - 1) : i;
        signals.add(i, Side.LONG, close[known] * 0.9, close[i] * 1.1);
      }
      return signals;
    }
  }
}
