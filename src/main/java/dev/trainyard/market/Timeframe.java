package dev.trainyard.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The length of a candle, by the name that exchanges use for it. */
public enum Timeframe {
  M1("1m", Duration.ofMinutes(1)),
  M3("3m", Duration.ofMinutes(3)),
  M5("5m", Duration.ofMinutes(5)),
  M15("15m", Duration.ofMinutes(15)),
  M30("30m", Duration.ofMinutes(30)),
  H1("1h", Duration.ofHours(1)),
  H2("2h", Duration.ofHours(2)),
  H4("4h", Duration.ofHours(4)),
  D1("1d", Duration.ofDays(1));

  /** Precision of days, finer than a millisecond, to which they are rounded. */
  private static final int DAY_DECIMALS = 8;

  private final String label;
  private final Duration duration;

  Timeframe(String label, Duration duration) {
    this.label = label;
    this.duration = duration;
  }

  /** Returns the name in requests, SQL and files, such as {@code 5m}. */
  public String label() {
    return label;
  }

  /** Returns the length of one candle in milliseconds. */
  public long millis() {
    return duration.toMillis();
  }

  /**
   * Returns the number of candles in some days, rounded to the millisecond; a candle that has begun
   * counts.
   */
  public long candlesIn(double days) {
    return -Math.floorDiv(-Math.round(days * Duration.ofDays(1).toMillis()), millis());
  }

  /**
   * Returns the days that some candles take, exact enough that {@link #candlesIn} returns the same
   * number.
   */
  public BigDecimal daysOf(long candles) {
    BigDecimal days =
        BigDecimal.valueOf(candles)
            .multiply(BigDecimal.valueOf(millis()))
            .divide(
                BigDecimal.valueOf(Duration.ofDays(1).toMillis()),
                DAY_DECIMALS,
                RoundingMode.HALF_UP);
    return days.signum() == 0 ? BigDecimal.ZERO : days.stripTrailingZeros();
  }

  /** Returns the timeframe with a label; empty when there is none. */
  public static Optional<Timeframe> of(String label) {
    return Arrays.stream(values()).filter(t -> t.label.equals(label)).findFirst();
  }

  /** Returns all labels, shortest timeframe first. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Timeframe::label).toList();
  }
}
