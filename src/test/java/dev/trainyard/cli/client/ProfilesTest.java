package dev.trainyard.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {
  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          profiles: {a: {url: 'http://x', key: k}}       | may be read by other users
          profiles: {a: {key: k}}                        | profiles.a.url is missing
          profiles: {a: {url: 'http://x', password: p}}  | profiles.a.password is not known; known are url and key
          profiles: {a: {url: 'http://x', key: 7}}       | profiles.a.key must be a text
          profile: {}                                    | has the field profile; known are profiles and default
          '[1, 2]'                                       | must have the fields
          'a: b: c'                                      | is not YAML: line 1, column
          """)
  void aFileThatIsNotAsDescribedIsToldWithItsPlace(String text, String message) throws IOException {
    Path file = Files.writeString(directory.resolve("config.yaml"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> Profiles.read(file))
        .isInstanceOf(ServiceException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("'k'");
  }

  @Test
  void aFileWithoutKeysMayBeReadByAll() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("config.yaml"),
            "default: lab\nprofiles:\n  lab:\n    url: https://lab.example.org/trainyard/\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    Profiles profiles = Profiles.read(file);

    assertThat(profiles.defaultName()).isEqualTo("lab");
    assertThat(profiles.target("lab")).hasToString("https://lab.example.org/trainyard");
    assertThat(profiles.target("lab").api("/jobs"))
        .hasToString("https://lab.example.org/trainyard/api/v2/training/jobs");
  }

  @Test
  void theFileIsWhereTheStandardSays() {
    assertThat(Profiles.file(Map.of("HOME", "/home/u")))
        .hasToString("/home/u/.config/trainyard/config.yaml");
    assertThat(Profiles.file(Map.of("HOME", "/home/u", "XDG_CONFIG_HOME", "/etc/u")))
        .hasToString("/etc/u/trainyard/config.yaml");
    assertThat(Profiles.file(Map.of("HOME", "/home/u", "XDG_CONFIG_HOME", "relative")))
        .hasToString("/home/u/.config/trainyard/config.yaml");
  }

  @Test
  void aKeyIsInNoMessageAndNoHeaderCanBeAddedByIt() {
    assertThat(Target.of("http://localhost", "ty_secret", "x")).hasToString("http://localhost");
    assertThatThrownBy(() -> Target.of("http://localhost", "ty_secret\r\nX: y", "x"))
        .hasMessageContaining("one word")
        .hasMessageNotContaining("ty_secret");
    assertThat(Target.of("http://192.0.2.1", "k", "x").showsKey()).isTrue();
    assertThat(Target.of("http://127.0.0.1", "k", "x").showsKey()).isFalse();
    assertThat(Target.of("https://192.0.2.1", "k", "x").showsKey()).isFalse();
  }

  @Test
  void aKeyFileIsPrivate() throws IOException {
    Path file = Files.writeString(directory.resolve("key"), "ty_k\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> KeyFile.read(file)).hasMessageContaining("chmod 600");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(KeyFile.read(file)).isEqualTo("ty_k");
  }

  @Test
  void namesOfUsersCannotLeaveTheirPlaceInAPath() {
    assertThat(ServicePath.of("/jobs/{}/logs", "a/../b?c=d").with("q", "x y&z=1").with("n", null))
        .hasToString("/jobs/a%2F..%2Fb%3Fc%3Dd/logs?q=x%20y%26z%3D1");
    assertThat(ServicePath.of("/a/{}/{}", "{}", "2")).hasToString("/a/%7B%7D/2");
    assertThatThrownBy(() -> ServicePath.of("/jobs/{}", "")).isInstanceOf(ServiceException.class);
  }
}
