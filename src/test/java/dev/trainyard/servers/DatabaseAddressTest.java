package dev.trainyard.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.startup.StartupRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

  @ParameterizedTest
  @CsvSource({
    "postgres://ann:pw@db:5433/yard, jdbc:postgresql://db:5433/yard",
    "postgresql://ann:pw@db/yard, jdbc:postgresql://db/yard",
    "PostgreSQL://ann:pw@db/yard, jdbc:postgresql://db/yard",
    "jdbc:postgresql://ann:pw@db/yard, jdbc:postgresql://db/yard",
    "jdbc:postgresql://db/yard?user=ann&password=pw, jdbc:postgresql://db/yard",
    "postgres://ann:pw@my_db:5432/yard?sslmode=require, jdbc:postgresql://my_db:5432/yard?sslmode=require",
    "postgres://ann:pw@[::1]:5432/yard, jdbc:postgresql://[::1]:5432/yard",
  })
  void allUsualSpellingsAreRead(String url, String jdbcUrl) {
    assertThat(DatabaseAddress.parse("DATABASE_URL", url))
        .isEqualTo(new DatabaseAddress(jdbcUrl, "ann", "pw"));
  }

  @ParameterizedTest
  @CsvSource({
    "'postgres://ann:pw@a:1,b:2/yard', targetServerType=primary&hostRecheckSeconds=1",
    "'postgres://ann:pw@a:1,b:2/yard?targetServerType=primary', targetServerType=primary&hostRecheckSeconds=1",
    "'postgres://ann:pw@a:1,b:2/yard?hostRecheckSeconds=3', hostRecheckSeconds=3&targetServerType=primary",
  })
  void ofSeveralServersThePrimaryIsLookedForAtOnceWhenItChanges(String url, String options) {
    assertThat(DatabaseAddress.parse("DATABASE_URL", url))
        .isEqualTo(new DatabaseAddress("jdbc:postgresql://a:1,b:2/yard?" + options, "ann", "pw"));
  }

  @Test
  void serversThatTakeNoWritesAreRefused() {
    assertThatThrownBy(
            () ->
                DatabaseAddress.parse(
                    "DATABASE_URL", "postgres://a:1,b:2/yard?targetServerType=secondary"))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining(
            "targetServerType must be primary, or left out, since the service writes");
  }

  @Test
  void userAndPasswordArePercentDecodedAndAPlusStays() {
    DatabaseAddress address =
        DatabaseAddress.parse("DATABASE_URL", "postgres://a%40b:p%3A%2F%25+%C3%A4@db/yard");
    assertThat(address.username()).isEqualTo("a@b");
    assertThat(address.password()).isEqualTo("p:/%+ä");
  }

  @Test
  void aPasswordMayHoldPlainColonsAndAtSigns() {
    assertThat(DatabaseAddress.parse("DATABASE_URL", "postgres://ann:a:b@c@db/yard"))
        .isEqualTo(new DatabaseAddress("jdbc:postgresql://db/yard", "ann", "a:b@c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cret",
        "mysql://ann:s3cret@db/yard",
        "postgres://ann:s3cret@db",
        "postgres://ann:s3cret@db/",
        "postgres://ann:s3cret@/yard",
        "postgres://ann:s3cret@db:99999/yard",
        "postgres://ann:s3cret@db:port/yard",
        "postgres://ann:s3cret%ZZ@db/yard",
        "postgres://ann:s3cret#1@db/yard",
        "postgres://ann:s3cret/1@db/yard",
        "postgres://ann:s3cret@d b/yard",
      })
  void aMalformedUrlIsRefusedByNameWithoutThePassword(String url) {
    assertThatThrownBy(() -> DatabaseAddress.parse("DATABASE_URL", url))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageStartingWith("DATABASE_URL is malformed: ")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  @Test
  void nothingThatIsPrintedHoldsThePassword() {
    DatabaseAddress address =
        DatabaseAddress.parse("DATABASE_URL", "postgres://ann:s3cret@db/yard");
    assertThat(address).hasToString("db/yard");
    assertThat(ServerUrl.parse("postgres://ann:s3cret@db/yard").toString())
        .doesNotContain("s3cret");
  }
}
