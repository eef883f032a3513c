package dev.trainyard.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.access.ClientSettings;
import dev.trainyard.support.ManualClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestLimitTest {
  private static final UUID ANNA = UUID.randomUUID();
  private static final UUID BEN = UUID.randomUUID();

  private final ManualClock clock = new ManualClock();
  private final RequestLimit limit = new RequestLimit(new ClientSettings(0, 5), clock);

  @Test
  void aBurstIsAdmittedAndThenOneRequestAtATime() {
    for (int left = 9; left >= 0; left--) {
      RequestLimit.Count count = limit.count(ANNA);
      assertThat(count.admitted()).isTrue();
      assertThat(count.remaining()).isEqualTo(left);
    }
    assertThat(limit.count(ANNA)).isEqualTo(new RequestLimit.Count(false, 0, 2));

    clock.advance(Duration.ofMillis(199));
    assertThat(limit.count(ANNA).admitted()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(limit.count(ANNA)).isEqualTo(new RequestLimit.Count(true, 0, 2));
    assertThat(limit.count(ANNA).admitted()).isFalse();
  }

  @Test
  void theBucketFillsInItsWindowAndNoFurther() {
    for (int i = 0; i < 20; i++) {
      limit.count(ANNA);
    }
    clock.advance(Duration.ofSeconds(RequestLimit.WINDOW_SECONDS));
    assertThat(limit.count(ANNA)).isEqualTo(new RequestLimit.Count(true, 9, 1));

    clock.advance(Duration.ofDays(1));
    assertThat(limit.count(ANNA)).isEqualTo(new RequestLimit.Count(true, 9, 1));
  }

  @Test
  void eachClientHasABucketOfItsOwn() {
    for (int i = 0; i < 20; i++) {
      limit.count(ANNA);
    }

    assertThat(limit.count(BEN).admitted()).isTrue();
  }

  @Test
  void aRateThatDividesNoSecondIsNotRoundedToMore() {
    RequestLimit three = new RequestLimit(new ClientSettings(0, 3), clock);
    long admitted = 0;
    for (int i = 0; i < 100; i++) {
      admitted += three.count(ANNA).admitted() ? 1 : 0;
    }

    assertThat(admitted).isEqualTo(three.burst());
  }
}
