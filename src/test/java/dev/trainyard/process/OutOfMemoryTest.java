package dev.trainyard.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {

  @Test
  void aWrappedErrorIsFoundAndAnotherOneIsNot() {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");

    assertThat(OutOfMemory.isCauseOf(error)).isTrue();
    assertThat(OutOfMemory.isCauseOf(new IllegalStateException(new IOException(error)))).isTrue();
    assertThat(OutOfMemory.isCauseOf(new StackOverflowError())).isFalse();
    assertThat(OutOfMemory.isCauseOf(null)).isFalse();
  }

  @Test
  void causesThatGoRoundAreNoMemoryError() {
    Exception first = new Exception();
    Exception second = new Exception(first);
    first.initCause(second);

    assertThat(OutOfMemory.isCauseOf(first)).isFalse();
  }
}
