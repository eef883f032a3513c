package dev.trainyard.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.startup.StartupRefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails.Node;

class SentinelAddressTest {

  @Test
  void sentinelsMasterAndDatabaseAreRead() {
    assertThat(
            ExternalRedis.parse(
                "REDIS_URL", "redis-sentinel://ann:p%40w@one:26380,two,[::1]:7/3#jobs"))
        .isEqualTo(
            new SentinelAddress(
                List.of(new Node("one", 26380), new Node("two", 26379), new Node("::1", 7)),
                "jobs",
                3,
                "ann",
                "p@w",
                false));
  }

  @Test
  void redissMeansTls() {
    assertThat(ExternalRedis.parse("REDIS_URL", "rediss-sentinel://one#jobs").tls()).isTrue();
    assertThat(ExternalRedis.parse("REDIS_URL", "rediss://one").tls()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis-sentinel://:s3cret@one",
        "redis-sentinel://:s3cret@one#",
        "redis-sentinel://:s3cret@one/0#two words",
        "redis-sentinel://:s3cret@one:0/0#jobs",
        "redis-sentinel://:s3cret@one/zero#jobs",
        "redis-sentinel://:s3cret@#jobs",
        "redis://:s3cret@one#jobs",
      })
  void aMalformedUrlIsRefusedByNameWithoutThePassword(String url) {
    assertThatThrownBy(() -> ExternalRedis.parse("REDIS_URL", url))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageStartingWith("REDIS_URL is malformed: ")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aPasswordIsNotShown() {
    assertThat(ExternalRedis.parse("REDIS_URL", "redis-sentinel://:s3cret@one,two/1#jobs"))
        .hasToString("one:26379,two:26379#jobs");
  }

  @Test
  void sentinelsThatAreAwayAreNoReasonNotToStart() {
    RedisCheck.verify(ExternalRedis.parse("REDIS_URL", "redis-sentinel://127.0.0.1:1#jobs"));
  }
}
