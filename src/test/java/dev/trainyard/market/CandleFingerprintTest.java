package dev.trainyard.market;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CandleFingerprintTest {

  @Test
  void itIsTheSameOnAnyMachine() {
    assertThat(CandleFingerprint.of(candles(2_000, 0)))
        .isEqualTo("51643a92680ebd11df51902e5fc34448c0458a22d574eb7d21d6bdd15893a9e7");
  }

  @Test
  void oneChangedBitChangesIt() {
    assertThat(CandleFingerprint.of(candles(2_000, Math.ulp(1.0))))
        .isNotEqualTo(CandleFingerprint.of(candles(2_000, 0)));
    assertThat(CandleFingerprint.of(candles(1_999, 0)))
        .isNotEqualTo(CandleFingerprint.of(candles(2_000, 0)));
  }

  private static Candles candles(int n, double lastVolumeExtra) {
    CandlesBuilder builder = new CandlesBuilder(n);
    for (int i = 0; i < n; i++) {
      double volume = 1 + (i == n - 1 ? lastVolumeExtra : 0);
      builder.add(i * 60_000L, 100 + i, 101 + i, 99 + i, 100.5 + i, volume);
    }
    return builder.build();
  }
}
