package dev.trainyard.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.startup.StartupRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

  @Test
  void hostPortAndDatabaseHaveDefaults() {
    assertThat(RedisAddress.parse("REDIS_URL", "redis://cache"))
        .isEqualTo(new RedisAddress("cache", 6379, 0, "", "", false));
  }

  @Test
  void theDatabaseIndexIsKept() {
    assertThat(RedisAddress.parse("REDIS_URL", "redis://cache:6380/7").database()).isEqualTo(7);
  }

  @Test
  void redissMeansTls() {
    assertThat(RedisAddress.parse("REDIS_URL", "rediss://ann:p%40w@[::1]:6380/2"))
        .isEqualTo(new RedisAddress("::1", 6380, 2, "ann", "p@w", true));
  }

  @Test
  void aPasswordNeedsNoUser() {
    assertThat(RedisAddress.parse("REDIS_URL", "redis://:pw@cache"))
        .isEqualTo(new RedisAddress("cache", 6379, 0, "", "pw", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cache:6379",
        "http://:s3cret@cache",
        "redis://:s3cret@cache/zero",
        "redis://:s3cret@cache/1/2",
        "redis://:s3cret@cache:0",
        "redis://:s3cret@a,b",
        "redis://:s3cret@",
      })
  void aMalformedUrlIsRefusedByNameWithoutThePassword(String url) {
    assertThatThrownBy(() -> RedisAddress.parse("REDIS_URL", url))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageStartingWith("REDIS_URL is malformed: ")
        .hasMessageNotContaining("s3cret");
  }
}
