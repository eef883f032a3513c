package dev.trainyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.access.Caller;
import dev.trainyard.access.Keys;
import dev.trainyard.access.Role;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.cli.CommandRun.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** The commands at a service that asks who they are. */
@TestPropertySource(properties = "trainyard.auth.mode=keys")
class ClientAccessIT extends ApiFixture {
  @Autowired private Keys keys;
  @TempDir private Path directory;

  @Test
  void whoMayNotIsToldSoWithAnExitCodeOfItsOwn() throws Exception {
    String viewer = key(Role.VIEWER);
    CommandRun nobody = CommandRun.at(port());

    Outcome unknown = nobody.run("jobs");
    assertThat(unknown.exit()).isEqualTo(77);
    assertThat(unknown.err()).contains("asks who you are. Set TRAINYARD_KEY").hasLineCount(1);

    Outcome wrong = nobody.with("TRAINYARD_KEY", viewer + "x").run("jobs");
    assertThat(wrong.exit()).isEqualTo(77);
    assertThat(wrong.err()).contains("does not accept this key").doesNotContain(viewer);

    CommandRun reader = nobody.with("TRAINYARD_KEY", viewer);
    assertThat(reader.run("jobs").exit()).isZero();
    assertThat(reader.run("whoami").out()).containsPattern("role +viewer");
    for (String line :
        new String[] {
          "pause",
          "submit --strategy LIQUIDITY_SWEEP --symbol BTC/USDT",
          "cancel 01890a5d-ac96-774b-bcce-b302099a8057"
        }) {
      Outcome denied = reader.run(line.split(" ", -1));
      assertThat(denied.exit()).as(line).isEqualTo(77);
      assertThat(denied.err()).startsWith("Not allowed: ");
    }

    Path csv = Files.writeString(directory.resolve("candles.csv"), "x\n".repeat(100_000));
    Outcome upload = nobody.run("import", "--symbol", "A/B", "--timeframe", "5m", csv.toString());
    assertThat(upload.exit()).isEqualTo(77);
    Outcome deniedUpload =
        reader.run("import", "--symbol", "A/B", "--timeframe", "5m", csv.toString());
    assertThat(deniedUpload.exit()).as(deniedUpload.err()).isEqualTo(77);
  }

  @Test
  void aKeyComesFromAPrivateFileOrAProfileAndGoesToItsServiceOnly() throws Exception {
    String operator = key(Role.OPERATOR);
    Path file = Files.writeString(directory.resolve("key"), operator + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    CommandRun user = CommandRun.at(port());
    assertThat(user.run("whoami", "--key-file", file.toString()).out()).contains("operator");

    CommandRun withProfile =
        new CommandRun(
            java.util.Map.of("XDG_CONFIG_HOME", directory.toString()), operator + "\n", 100);
    assertThat(
            withProfile
                .run("profiles", "add", "test", "--url", "http://localhost:" + port())
                .exit())
        .isZero();
    assertThat(withProfile.run("whoami").out()).contains("operator");
    Outcome elsewhere = withProfile.run("whoami", "--url", "http://localhost:" + port());
    assertThat(elsewhere.exit()).as("the profile's key is for the profile").isEqualTo(77);
  }

  private String key(Role role) {
    return keys.create(Caller.COMMAND_LINE, "cli-" + UUID.randomUUID(), role, null)
        .orElseThrow()
        .text()
        .secret();
  }
}
