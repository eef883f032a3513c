package dev.trainyard.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.support.DistributionPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that installs, below a directory instead of the root of the machine. */
@Tag(DistributionPostgres.TAG)
class InstallScriptIT {
  @TempDir private Path directory;
  private Path root;
  private Script script;

  @BeforeEach
  void chooseRoot() throws IOException {
    root = Files.createDirectory(directory.resolve("root"));
    script = new Script(directory, Map.of());
  }

  @Test
  void aSecondInstallationChangesNothing() throws Exception {
    Path release = Release.make(directory.resolve("release"), "one");
    install(release).done();
    Map<String, String> first = contents();
    assertThat(first.keySet())
        .contains(
            "etc/systemd/system/trainyard-api.service",
            "etc/systemd/system/trainyard-worker@.service");
    String settings = first.get("etc/trainyard/trainyard.env");
    assertThat(settings).containsPattern("(?m)^TRAINYARD_CALLBACKS_SECRET=[0-9a-f]{48}$");
    for (String file : new String[] {"trainyard", "api", "worker", "migrate"}) {
      assertThat(Files.getPosixFilePermissions(root.resolve("etc/trainyard/" + file + ".env")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    install(release).done();
    assertThat(contents()).isEqualTo(first);
  }

  @Test
  void whatWasEditedIsNotOverwritten() throws Exception {
    Path release = Release.make(directory.resolve("release"), "one");
    install(release).done();
    Path current = root.resolve("opt/trainyard/current");
    Path settings = root.resolve("etc/trainyard/api.env");
    Files.writeString(settings, "SERVER_PORT=18555\n");
    Release.route(current, "edited");
    Files.writeString(current.resolve("routes/own.camel.yaml"), "own");
    Files.delete(current.resolve("config/strategy.yaml"));
    install(release).done();
    assertThat(current.resolve("routes/one.camel.yaml")).hasContent("edited");

    Release.route(release, "two");
    install(release).done();
    assertThat(current.resolve("routes/one.camel.yaml")).hasContent("edited");
    assertThat(current.resolve("routes/one.camel.yaml.delivered")).hasContent("two");
    assertThat(current.resolve("routes/own.camel.yaml")).hasContent("own");
    assertThat(current.resolve("config/strategy.yaml")).doesNotExist();
    assertThat(settings).hasContent("SERVER_PORT=18555");
  }

  /** As a package leaves it that is removed and not purged. */
  @Test
  void aReleaseWithoutItsJarIsInstalledAgainWithItsEdits() throws Exception {
    Path release = Release.make(directory.resolve("release"), "one");
    install(release).done();
    Path current = root.resolve("opt/trainyard/current");
    Release.route(current, "edited");
    Files.delete(current.resolve("trainyard.jar"));

    install(release).done();

    assertThat(current.resolve("trainyard.jar")).exists();
    assertThat(current.resolve("routes/one.camel.yaml")).hasContent("edited");
  }

  @Test
  void aDryRunTellsAndChangesNothing() throws Exception {
    Path release = Release.make(directory.resolve("release"), "one");
    Script.Outcome told =
        script
            .run("install.sh", "--from", release.toString(), "--root", root.toString(), "--dry-run")
            .done();
    assertThat(told.out()).contains("would put the release", "would write", "would point");
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void settingsThatOthersCanReadAreRefused() throws Exception {
    Path release = Release.make(directory.resolve("release"), "one");
    install(release).done();
    Path settings = root.resolve("etc/trainyard/api.env");
    Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));

    Script.Outcome refused = install(release);
    assertThat(refused.exit()).isEqualTo(78);
    assertThat(refused.err()).contains("others can read its secrets: chmod 600 " + settings);
  }

  /** With the jar of this build and its routes, of which one is broken. */
  @Test
  void routesThatCannotRunAreToldAndNothingIsInstalled() throws Exception {
    Path release = directory.resolve("release");
    for (String part : new String[] {"ops", "routes", "config"}) {
      new ProcessBuilder("cp", "-R", part, Files.createDirectories(release).toString())
          .start()
          .waitFor();
    }
    Files.writeString(release.resolve("routes/api/mine.camel.yaml"), "- rout:\n    id: mine\n");

    Script.Outcome refused =
        script.run(
            "install.sh",
            "--from",
            release.toString(),
            "--jar",
            Script.PROJECT.resolve("target/trainyard.jar").toString(),
            "--root",
            root.toString());

    assertThat(refused.exit()).isEqualTo(65);
    assertThat(refused.out()).contains("mine.camel.yaml").contains("1 problem");
    assertThat(refused.err()).contains("Nothing was changed");
    assertThat(root.resolve("opt/trainyard/releases")).isEmptyDirectory();
    assertThat(root.resolve("etc")).doesNotExist();
  }

  private Script.Outcome install(Path release) throws IOException, InterruptedException {
    return script.run("install.sh", "--from", release.toString(), "--root", root.toString());
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        contents.put(name, name.endsWith(".jar") ? "jar" : Files.readString(file, UTF_8));
      }
    }
    return contents;
  }
}
