package dev.trainyard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.market.Timeframe;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandleBlockTest {
  private static final long MINUTE = 60_000_000;
  private static final long START = 1_735_689_600_000_000L;

  private static final double[] EXTREMES = {
    0,
    -0.0,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Math.nextDown(Double.MIN_NORMAL),
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    1.0 / 3,
    Math.nextUp(1.0),
    1L << 53,
    (1L << 53) + 2,
    1e22,
    9.999999999999999e22,
    1e-18,
    1e-19,
    123_456_789.123_456_78,
    0.1 + 0.2,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7, 8, 9, 17, 31, 32, 33, 52, 57, 58, 62, 63, 64})
  void integersOfAnyWidthComeBack(int width) {
    SplittableRandom random = new SplittableRandom(width);
    long[] numbers =
        random.longs(1_000).map(any -> width == 0 ? 0 : any >>> (Long.SIZE - width)).toArray();
    ByteBuffer bytes =
        ByteBuffer.allocate(
            3 + PackedIntegers.length(numbers.length, width) + PackedIntegers.PADDING);

    PackedIntegers packed = new PackedIntegers(bytes, 3, width);
    packed.put(numbers, numbers.length, 0);

    for (int i = 0; i < numbers.length; i++) {
      assertThat(packed.get(i)).isEqualTo(numbers[i]);
    }
  }

  @Test
  void pricesOfExchangesComeBackBitForBitAndAreSmall() {
    SplittableRandom random = new SplittableRandom(1);
    CandleColumns candles =
        candles(
            CandleBlock.INTERVALS,
            i -> START + i * MINUTE,
            i -> (9_700_000 + random.nextInt(100_000)) / 100.0);

    CandleBlock block = returned(candles);

    assertThat(block.times()).isNull();
    assertThat(block.figures().length).isLessThan(CandleBlock.INTERVALS * 5 * 17 / 8 + 100);
  }

  @Test
  void doublesOfFullPrecisionComeBackBitForBit() {
    SplittableRandom random = new SplittableRandom(2);
    returned(candles(1_000, i -> START + i * MINUTE, i -> 100 * Math.exp(random.nextDouble())));
  }

  @Test
  void theMostExtremeDoublesComeBackBitForBitAlsoAmongPrices() {
    returned(candles(EXTREMES.length, i -> START + i * MINUTE, i -> EXTREMES[i]));
    for (double extreme : EXTREMES) {
      returned(candles(1, i -> START, i -> extreme));
      returned(candles(100, i -> START + i * MINUTE, i -> i == 77 ? extreme : i / 8.0));
    }
  }

  @Test
  void decimalsOfAnyLengthComeBackBitForBit() {
    SplittableRandom random = new SplittableRandom(3);
    for (int decimals = 0; decimals < 20; decimals++) {
      double power = Math.pow(10, decimals);
      returned(
          candles(
              200,
              i -> START + i * MINUTE,
              i -> random.nextLong(1L << random.nextInt(1, 62)) / power));
    }
  }

  @Test
  void anEqualFigureTakesNoRoom() {
    assertThat(returned(candles(1_024, i -> START + i * MINUTE, i -> 5)).figures().length)
        .isLessThan(100);
  }

  @Test
  void timesWithHolesAndBesideTheirIntervalComeBack() {
    SplittableRandom random = new SplittableRandom(4);
    long[] time = {START};

    assertThat(
            returned(
                    candles(
                        500,
                        i -> time[0] += MINUTE * random.nextInt(1, 4),
                        i -> random.nextDouble()))
                .unit())
        .isEqualTo(MINUTE);
    returned(candles(500, i -> time[0] += random.nextInt(1, 100), i -> i));
    returned(candles(2, i -> START + i * 512L * MINUTE, i -> i));
    returned(candles(500, i -> i - 250L, i -> i));
  }

  @Test
  void blocksBeginAtMultiplesOfTheirLength() {
    long day = CandleBlock.micros(Instant.parse("2025-04-03T00:00:00Z"));

    long start = CandleBlock.start(day, Timeframe.M5);

    assertThat(start).isLessThanOrEqualTo(day).isGreaterThan(day - 1_024 * 5 * MINUTE);
    assertThat(start % (1_024 * 5 * MINUTE)).isZero();
    assertThat(CandleBlock.start(-1, Timeframe.M5)).isEqualTo(-1_024 * 5 * MINUTE);
  }

  private static CandleBlock returned(CandleColumns candles) {
    CandleBlock block = CandleBlock.of(candles);
    CandleColumns back = new CandleColumns();
    block.unpack(back);

    assertThat(back.size()).isEqualTo(candles.size());
    for (int i = 0; i < candles.size(); i++) {
      assertThat(back.time()[i]).isEqualTo(candles.time()[i]);
      for (int k = 0; k < CandleColumns.FIGURES; k++) {
        assertThat(Double.doubleToRawLongBits(back.figure(k)[i]))
            .as("%s", candles.figure(k)[i])
            .isEqualTo(Double.doubleToRawLongBits(candles.figure(k)[i]));
      }
    }
    return block;
  }

  private static CandleColumns candles(
      int size, IntToLongFunction time, IntToDoubleFunction figure) {
    CandleColumns candles = new CandleColumns();
    for (int i = 0; i < size; i++) {
      candles.add(
          time.applyAsLong(i),
          figure.applyAsDouble(i),
          figure.applyAsDouble(i),
          figure.applyAsDouble(i),
          figure.applyAsDouble(i),
          figure.applyAsDouble(i));
    }
    return candles;
  }
}
