package dev.trainyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobFailureTest {

  @Test
  void anExceptionBecomesTextsThatCanBeStored() {
    JobFailure failure =
        JobFailure.of(
            FailureKind.PERMANENT,
            new IllegalStateException("a\0b" + "x".repeat(100_000)),
            Stage.OPTIMIZATION);

    assertThat(failure.errorClass()).isEqualTo("IllegalStateException");
    assertThat(failure.message()).startsWith("a b");
    assertThat(failure.stack()).doesNotContain("\0").hasSizeLessThan(20_000);
  }

  @Test
  void anExceptionWithoutAMessageIsToldByItsName() {
    JobFailure failure = JobFailure.of(FailureKind.TRANSIENT, new StackOverflowError(), null);

    assertThat(failure.message()).isEqualTo("StackOverflowError");
  }
}
