package dev.trainyard.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class KeptForTest {

  @ParameterizedTest
  @CsvSource({"90d, 90 days", "1d, 1 day", "36h, 36 hours", "90m, 5400 seconds", "' 7d ', 7 days"})
  void aTimeIsToldInWords(String text, String words) {
    assertThat(KeptFor.of(text).words()).isEqualTo(words);
    assertThat(KeptFor.of(text).isForever()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0d", "forever", "Forever"})
  void noTimeIsForEver(String text) {
    assertThat(KeptFor.of(text).isForever()).isTrue();
    assertThat(KeptFor.of(text).millis()).isEqualTo(Duration.ofDays(36_500).toMillis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1d", "soon", "36501d"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> KeptFor.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsAreReadAsTheyAreWritten() {
    RetentionSettings settings =
        bind(Map.of("trainyard.retention.trials", "30d", "trainyard.retention.jobs", "forever"));

    assertThat(settings.trials()).isEqualTo(KeptFor.of("30d"));
    assertThat(settings.jobs().isForever()).isTrue();
    assertThat(settings.audit()).isEqualTo(KeptFor.of("400d"));
  }

  @Test
  void whatIsRemovedByTheEndOfJobsIsKeptForAnHour() {
    for (String kind : List.of("trials", "logs", "jobs")) {
      assertThatThrownBy(() -> bind(Map.of("trainyard.retention." + kind, "59m")))
          .isInstanceOf(BindException.class)
          .rootCause()
          .hasMessage("trainyard.retention.%s must be at least 1h; or 0 or forever", kind);
    }
  }

  private static RetentionSettings bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("trainyard.retention", RetentionSettings.class);
  }
}
