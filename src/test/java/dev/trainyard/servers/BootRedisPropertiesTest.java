package dev.trainyard.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class BootRedisPropertiesTest {
  @ParameterizedTest
  @ValueSource(strings = {"url", "host", "sentinel.master", "cluster.nodes", "cluster.nodes[0]"})
  void aRedisThatBootIsToldOfIsNotReplacedByTheEmbeddedOne(String name) {
    assertThat(
            BootRedisProperties.isConfigured(
                new MockEnvironment().withProperty("spring.data.redis." + name, "a:1,b:2")))
        .isTrue();
  }

  @Test
  void aPasswordAloneNamesNone() {
    assertThat(
            BootRedisProperties.isConfigured(
                new MockEnvironment().withProperty("spring.data.redis.password", "secret")))
        .isFalse();
  }
}
