package dev.trainyard.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.startup.StartupRefusedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class ServerSettingsTest {

  private static final String DATABASE_URL = "postgres://ann:pw@db/yard";
  private static final String REDIS_URL = "redis://cache";

  private final MockEnvironment environment = new MockEnvironment();

  @Test
  void withoutSettingsBothServersAreEmbeddedUnderData() {
    ServerSettings settings = ServerSettings.from(environment);
    assertThat(settings.database()).isEmpty();
    assertThat(settings.redis()).isEmpty();
    assertThat(settings.dataDirectory()).isEqualTo(Path.of("data"));
  }

  @Test
  void eachServerIsChosenByItself() {
    environment.setProperty("DATABASE_URL", DATABASE_URL);
    ServerSettings settings = ServerSettings.from(environment);
    assertThat(settings.database()).isPresent();
    assertThat(settings.redis()).isEmpty();
  }

  @Test
  void aVariableSetToNothingIsNotSet() {
    environment.setProperty("DATABASE_URL", "");
    environment.setProperty("REDIS_URL", " ");
    environment.setProperty("DB_HOST", "");
    assertThat(ServerSettings.from(environment).database()).isEmpty();
  }

  @Test
  void theDatabaseCanBeNamedInParts() {
    environment
        .withProperty("DB_HOST", "db")
        .withProperty("DB_NAME", "train yard")
        .withProperty("DB_USER", "ann")
        .withProperty("DB_PASSWORD", "p@:%w");
    assertThat(ServerSettings.from(environment).database())
        .contains(new DatabaseAddress("jdbc:postgresql://db:5432/train+yard", "ann", "p@:%w"));
  }

  @Test
  void databaseUrlWinsOverTheParts() {
    environment
        .withProperty("DATABASE_URL", DATABASE_URL)
        .withProperty("DB_HOST", "other")
        .withProperty("DB_NAME", "other");
    assertThat(ServerSettings.from(environment).database().orElseThrow().location())
        .isEqualTo("db/yard");
  }

  @Test
  void aHalfNamedDatabaseIsRefusedWithWhatIsMissing() {
    environment.withProperty("DB_HOST", "db").withProperty("DB_PASSWORD", "s3cret");
    assertThatThrownBy(() -> ServerSettings.from(environment))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("set DB_NAME, DB_USER too")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "worker", "Worker"})
  void aRoleThatSharesServersNeedsThemNamed(String role) {
    environment.setProperty("trainyard.role", role);
    assertThatThrownBy(() -> ServerSettings.from(environment))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("DATABASE_URL")
        .hasMessageContaining("DB_HOST")
        .hasMessageContaining("REDIS_URL")
        .extracting(e -> ((StartupRefusedException) e).exitCode())
        .isEqualTo(78);
    environment.setProperty("DATABASE_URL", DATABASE_URL);
    assertThatThrownBy(() -> ServerSettings.from(environment))
        .hasMessageEndingWith("Set REDIS_URL.");
    environment.setProperty("REDIS_URL", REDIS_URL);
    assertThat(ServerSettings.from(environment).redis()).isPresent();
  }

  @Test
  void anUnknownRoleIsRefusedWithTheRolesThatExist() {
    environment.setProperty("trainyard.role", "wroker");
    assertThatThrownBy(() -> ServerSettings.from(environment))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessage("trainyard.role is 'wroker'; it must be all, api or worker.");
  }

  @Test
  void aSentinelOrClusterIsSetUpThroughBoot() {
    environment
        .withProperty("trainyard.role", "worker")
        .withProperty("DATABASE_URL", DATABASE_URL)
        .withProperty("spring.data.redis.sentinel.master", "yard");
    assertThat(ServerSettings.from(environment).redis()).isEmpty();
  }
}
