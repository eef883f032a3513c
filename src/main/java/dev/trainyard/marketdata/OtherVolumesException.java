package dev.trainyard.marketdata;

import dev.trainyard.market.VolumeKind;

/** Thrown when volumes would be mixed that count different things. */
public final class OtherVolumesException extends RuntimeException {

  /**
   * @param stored what the volumes of the series count
   * @param offered what those of the new candles count
   */
  public OtherVolumesException(CandleSeries series, VolumeKind stored, VolumeKind offered) {
    super(
        ("the volumes of %s count %s, and these would count %s: mixed, they would mean nothing;"
                + " give them an exchange of their own, such as %s-%s")
            .formatted(
                series, stored.label(), offered.label(), series.exchange(), offered.label()));
  }
}
