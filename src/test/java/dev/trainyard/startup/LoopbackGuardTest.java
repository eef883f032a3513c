package dev.trainyard.startup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

class LoopbackGuardTest {
  private final LoopbackGuard guard = new LoopbackGuard();

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
  void aLoopbackAddressIsAllowed(String address) {
    assertThatCode(() -> start(address)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void anAddressThatOthersReachIsRefused(String address) {
    assertThatThrownBy(() -> start(address))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("server.address is " + address);
  }

  @Test
  void noAddressIsOneThatOthersReach() {
    assertThatThrownBy(() -> start(" "))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("server.address is empty");
  }

  private void start(String address) {
    guard.postProcessEnvironment(
        new MockEnvironment().withProperty("server.address", address),
        new SpringApplication(Object.class));
  }
}
