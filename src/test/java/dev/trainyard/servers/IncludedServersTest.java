package dev.trainyard.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.startup.StartupRefusedException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;

/** What a jar without PostgreSQL and Redis says. */
class IncludedServersTest {
  private static final IncludedServers NONE = new IncludedServers(false, false);

  @Test
  void theServersAreFoundByTheirLibraries() throws IOException {
    assertThat(IncludedServers.here()).isEqualTo(new IncludedServers(true, true));
    try (FilteredClassLoader withoutPostgres = new FilteredClassLoader("io.zonky");
        FilteredClassLoader withoutRedis = new FilteredClassLoader("redis.embedded")) {
      assertThat(IncludedServers.of(withoutPostgres)).isEqualTo(new IncludedServers(false, true));
      assertThat(IncludedServers.of(withoutRedis)).isEqualTo(new IncludedServers(true, false));
    }
  }

  @Test
  void aMissingServerIsToldWithItsSetting() {
    assertThatThrownBy(() -> NONE.require(true, true))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("no PostgreSQL and no Redis")
        .hasMessageContaining("Set DATABASE_URL (or DB_HOST,")
        .hasMessageContaining("and REDIS_URL");
    assertThatThrownBy(() -> NONE.require(false, true))
        .hasMessageContaining("Set REDIS_URL,")
        .hasMessageNotContaining("PostgreSQL");
  }

  @Test
  void externalServersAreEnough() {
    assertThatCode(() -> NONE.require(false, false)).doesNotThrowAnyException();
  }
}
