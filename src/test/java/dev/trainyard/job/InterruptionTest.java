package dev.trainyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.CannotAcquireLockException;

class InterruptionTest {
  private final Interruption interruption = new Interruption();

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "53100", "53200"})
  void aRollbackOrWantOfResourcesIsOneAlsoAsACause(String state) {
    SQLException error = new SQLException("interrupted", state);

    assertThat(interruption.explains(error)).isTrue();
    assertThat(interruption.explains(new CannotAcquireLockException("store", error))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"53300", "08006", "23505"})
  void anOutageOrARefusalIsNone(String state) {
    assertThat(interruption.explains(new SQLException("other", state))).isFalse();
  }

  @Test
  void anErrorWithoutAStateIsNone() {
    assertThat(interruption.explains(new SQLException("closed"))).isFalse();
    assertThat(interruption.explains(new IllegalStateException("a defect"))).isFalse();
  }
}
