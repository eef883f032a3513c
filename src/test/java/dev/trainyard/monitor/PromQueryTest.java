package dev.trainyard.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromQueryTest {

  @Test
  void metricsAreToldFromFunctionsWordsAndLabels() {
    PromQuery query =
        new PromQuery(
            "histogram_quantile(0.95, sum by (le, stage) (rate(a_bucket{x=~\"(b|c\", y!=\"}\"}[$__rate_interval])))"
                + " > 2 and on (z) max(d) * 1e3 offset 5m or sum(e) without (w) == e");

    assertThat(query.selectors())
        .isEqualTo(Map.of("a_bucket", Set.of("x", "y"), "d", Set.of(), "e", Set.of()));
    assertThat(query.grouped()).isEqualTo(Set.of("le", "stage", "z", "w"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sum(a", "a)", "a{b=\"c\"", "rate(a[5m)]", "{a=\"b\"}", "a{b=\"c}", "a ; b"})
  void whatIsNotBalancedIsRefused(String expression) {
    assertThatThrownBy(() -> new PromQuery(expression))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
