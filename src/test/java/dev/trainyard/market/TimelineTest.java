package dev.trainyard.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

  @Test
  void itHasEachTimeOfAnySeriesOnce() {
    Timeline timeline = Timeline.of(List.of(at(10, 20, 40), at(20, 30, 40, 50), at(5)));

    assertThat(timeline.time()).containsExactly(5, 10, 20, 30, 40, 50);
    assertThat(timeline.size()).isEqualTo(6);
  }

  @Test
  void aCandleIsAtThePlaceOfItsTime() {
    Timeline timeline = Timeline.of(List.of(at(10, 20, 40), at(20, 30, 40, 50)));

    assertThat(timeline.place(0, 2)).isEqualTo(3);
    assertThat(timeline.place(1, 0)).isEqualTo(1);
    assertThat(timeline.place(1, 3)).isEqualTo(4);
  }

  @Test
  void aPlaceDividesEachSeriesAtTheSameInstant() {
    Candles late = at(30, 40, 50);
    Candles gappy = at(10, 20, 50);
    Timeline timeline = Timeline.of(List.of(late, gappy));

    for (int place = 0; place < timeline.size(); place++) {
      long time = timeline.time()[place];
      for (int series = 0; series < 2; series++) {
        Candles candles = series == 0 ? late : gappy;
        int bar = timeline.bar(series, place);
        assertThat(bar == 0 || candles.time()[bar - 1] < time).isTrue();
        assertThat(bar == candles.size() || candles.time()[bar] >= time).isTrue();
      }
    }
    assertThat(timeline.bar(0, 0)).as("a series that starts later").isZero();
    assertThat(timeline.bar(0, timeline.size())).isEqualTo(3);
    assertThat(timeline.bar(1, 2)).as("a series with a gap").isEqualTo(2);
  }

  @Test
  void seriesOfTheSameTimesNeedNoPlaces() {
    Timeline timeline = Timeline.of(List.of(at(10, 20), at(10, 20)));

    assertThat(timeline.time()).containsExactly(10, 20);
    assertThat(timeline.place(1, 1)).isEqualTo(1);
    assertThat(timeline.bar(1, 2)).isEqualTo(2);
  }

  @Test
  void withoutSeriesThereIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> Timeline.of(List.of()));
  }

  private static Candles at(long... times) {
    CandlesBuilder candles = new CandlesBuilder(times.length);
    for (long time : times) {
      candles.add(time, 1, 1, 1, 1, 1);
    }
    return candles.build();
  }
}
