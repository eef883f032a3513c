package dev.trainyard.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the profile {@code server} makes: the jar without servers, and the package of Debian. */
@Tag("package")
class PackageIT {
  private static final Path JAR = target("trainyard-server.jar");
  private static final Path DEB = target("trainyard.deb");

  /** What Boot adds for {@code -Djarmode=tools}. */
  private static final String TOOLS = "spring-boot-jarmode-tools-";

  /** Boot leaves these out: they have no classes and bring others along. */
  private static final String STARTERS = "spring-boot-starter";

  @TempDir private Path directory;
  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(directory.resolve("root"));
    Path database = Files.createDirectories(root.resolve("var/lib/dpkg"));
    Files.createDirectory(database.resolve("info"));
    Files.createDirectory(database.resolve("updates"));
    Files.createFile(database.resolve("status"));
  }

  @Test
  void theJarHasThePartsOfItsListAndNoServers() throws Exception {
    Set<String> parts = new TreeSet<>();
    for (JsonNode part : new ObjectMapper().readTree(parts().toFile()).path("components")) {
      String name = part.path("name").asText();
      assertThat(part.path("licenses")).as(name).isNotEmpty();
      if (!name.startsWith(STARTERS)) {
        parts.add(name + "-" + part.path("version").asText() + ".jar");
      }
    }
    Set<String> libraries;
    try (JarFile jar = new JarFile(JAR.toFile())) {
      libraries =
          jar.stream()
              .map(entry -> entry.getName().replaceFirst("^BOOT-INF/lib/", ""))
              .filter(name -> name.matches("[^/]+\\.jar") && !name.startsWith(TOOLS))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    assertThat(libraries).hasSizeGreaterThan(100).isEqualTo(parts);
    assertThat(libraries).noneMatch(name -> name.matches("(embedded-|ta4j).*"));
  }

  @Test
  void theJarServesWithServersThatAreNamed() throws Exception {
    Path output = directory.resolve("output.txt");
    ProcessBuilder service =
        new ProcessBuilder(
                java(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString(),
                "--server.port=0")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    service.environment().put("DATABASE_URL", TestServers.shared().freshDatabase().url());
    service.environment().put("REDIS_URL", TestServers.shared().freshRedisUrl());
    Process process = service.start();
    try {
      await()
          .atMost(Patience.LIMIT)
          .until(
              () ->
                  !process.isAlive()
                      || Files.readString(output).contains("Started TrainyardApplication"));
      assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void anInstallationIsUpgradedWithItsEditsRemovedAndPurged() throws Exception {
    String told = dpkg("-i", DEB.toString());
    assertThat(told).contains("not started: it has no database yet");
    Path current = root.resolve("opt/trainyard/current");
    Path settings = root.resolve("etc/trainyard/trainyard.env");
    Path unit = root.resolve("etc/systemd/system/trainyard-api.service");
    assertThat(current.resolve("trainyard.jar")).hasSameBinaryContentAs(JAR);
    assertThat(unit).exists();
    assertThat(Files.getPosixFilePermissions(settings))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(root.resolve("usr/bin/trainyard").toRealPath())
        .isEqualTo(root.resolve("usr/share/trainyard/ops/bin/trainyard").toRealPath());
    run("bash", "-n", root.resolve("usr/share/bash-completion/completions/trainyard").toString());

    String secret = Files.readString(settings);
    Path edited = current.resolve("routes/api/start.camel.yaml");
    Files.writeString(edited, Files.readString(edited) + "# edited\n");
    Path first = current.toRealPath();
    dpkg("-i", nextVersion().toString());
    assertThat(current.toRealPath()).isNotEqualTo(first);
    assertThat(edited).content(UTF_8).endsWith("# edited\n");
    assertThat(current.resolve("routes/api/start.camel.yaml.delivered"))
        .content(UTF_8)
        .endsWith("# of the next version\n");
    assertThat(settings).content(UTF_8).isEqualTo(secret);

    dpkg("--remove", "trainyard");
    assertThat(unit).doesNotExist();
    assertThat(current.resolve("trainyard.jar")).doesNotExist();
    assertThat(edited).content(UTF_8).endsWith("# edited\n");
    assertThat(settings).content(UTF_8).isEqualTo(secret);

    dpkg("--purge", "trainyard");
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(
              files.filter(
                  file -> !Files.isDirectory(file) && !file.startsWith(root.resolve("var/lib"))))
          .isEmpty();
    }
    assertThat(root.resolve("opt/trainyard")).doesNotExist();
    assertThat(root.resolve("etc/trainyard")).doesNotExist();
  }

  /** Makes a package of a later version, in which a route that was edited has changed too. */
  private Path nextVersion() throws Exception {
    Path files = directory.resolve("next");
    run("dpkg-deb", "-R", DEB.toString(), files.toString());
    Path control = files.resolve("DEBIAN/control");
    Files.writeString(
        control, Files.readString(control).replaceFirst("(?m)^Version: .*", "Version: 99"));
    Path route = files.resolve("usr/share/trainyard/routes/api/start.camel.yaml");
    Files.writeString(route, Files.readString(route) + "# of the next version\n");
    Path made = directory.resolve("next.deb");
    run("dpkg-deb", "-Znone", "--root-owner-group", "-b", files.toString(), made.toString());
    return made;
  }

  /** Without the packages that this one depends on: the programs are those of the machine. */
  private String dpkg(String... words) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                "dpkg",
                "--root=" + root,
                "--log=" + directory.resolve("dpkg.log"),
                "--force-script-chrootless",
                "--force-not-root",
                "--force-depends",
                "--force-unsafe-io"));
    line.addAll(List.of(words));
    return run(line.toArray(String[]::new));
  }

  private String run(String... line) throws Exception {
    File output = Files.createTempFile(directory, "out", ".txt").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, added) -> path + ":" + added);
    Process process = builder.start();
    assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    String told = Files.readString(output.toPath(), UTF_8);
    assertThat(process.exitValue()).as("%s%n%s", String.join(" ", line), told).isZero();
    return told;
  }

  private static Path parts() {
    return target("trainyard-server.cdx.json");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path target(String name) {
    return Path.of("target", name).toAbsolutePath();
  }
}
