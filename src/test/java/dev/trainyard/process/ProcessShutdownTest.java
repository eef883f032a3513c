package dev.trainyard.process;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trainyard.startup.StartupRefusedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mock.env.MockEnvironment;

class ProcessShutdownTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "soon"})
  void aTimeoutThatIsNoTimeIsRefusedAtTheStart(String timeout) {
    try (GenericApplicationContext context = new GenericApplicationContext()) {
      context.setEnvironment(
          new MockEnvironment().withProperty("trainyard.shutdown-timeout", timeout));

      assertThatExceptionOfType(StartupRefusedException.class)
          .isThrownBy(() -> new ProcessShutdown().initialize(context))
          .withMessage(
              "trainyard.shutdown-timeout is '%s'; it must be a time such as 5s.", timeout);
    }
  }
}
