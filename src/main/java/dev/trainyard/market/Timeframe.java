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

  /** Less than a millisecond, which is what days are taken to. */
  private static final int DAY_DECIMALS = 8;

  private final String label;
  private final Duration duration;

  Timeframe(String label, Duration duration) {
    this.label = label;
    this.duration = duration;
  }

  /** The name in requests, SQL and files, such as {@code 5m}. */
  public String label() {
    return label;
  }

  /** Length of one candle in milliseconds. */
  public long millis() {
    return duration.toMillis();
  }

  /** How many candles a number of days has room for, taken to the millisecond; begun ones count. */
  public long candlesIn(double days) {
    return -Math.floorDiv(-Math.round(days * Duration.ofDays(1).toMillis()), millis());
  }

  /** The days that some candles take, exact enough that {@link #candlesIn} finds them again. */
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

  /** The timeframe of a label, empty when there is none. */
  public static Optional<Timeframe> of(String label) {
    return Arrays.stream(values()).filter(t -> t.label.equals(label)).findFirst();
  }

  /** All labels, shortest timeframe first. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Timeframe::label).toList();
  }
}
