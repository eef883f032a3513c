package dev.trainyard.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The manifests are what the schemas and types of Kubernetes and KEDA say, and the dashboard what
 * those of Grafana say.
 */
class OperatedFilesTest {
  /** Needs Node.js and what {@code .ci/run} installs; the build leaves it out without. */
  private static final String NODE = "node";

  private static final Path CLIENT = Path.of("target", "clients", "ops");
  private static final Path MANIFESTS = Path.of("ops", "kubernetes");
  private static final Path DASHBOARD = Path.of("ops", "grafana", "trainyard.json");

  @TempDir private Path directory;

  @Test
  @Tag(NODE)
  void manifestsContainerFileAndDashboardAreValid() throws Exception {
    assertThat(check(MANIFESTS)).contains("16 objects, 0 wrong");
    assertThat(check(DASHBOARD)).contains("1 objects, 0 wrong");
  }

  @Test
  @Tag(NODE)
  void mistakesAreFound() throws Exception {
    Path manifest = directory.resolve("api.yaml");
    String api = Files.readString(MANIFESTS.resolve("base").resolve("api.yaml"));
    Files.writeString(manifest, api.replace("replicas: 2", "replicas: two"));
    assertThat(check(manifest)).contains("Deployment trainyard-api", "3 objects, 1 wrong");

    Files.writeString(manifest, api.replace("enableServiceLinks", "enableServiceLink"));
    assertThat(check(manifest))
        .contains("'\"enableServiceLink\"' does not exist in type", "3 objects, 1 wrong");

    Path dashboard = directory.resolve("board.json");
    String board = Files.readString(DASHBOARD);
    Files.writeString(dashboard, board.replaceFirst("\"legendFormat\"", "\"legendFormt\""));
    assertThat(check(dashboard)).contains("does not exist in type 'Query'", "1 objects, 1 wrong");
  }

  private String check(Path files) throws Exception {
    Path output = directory.resolve("check.txt");
    Process node =
        new ProcessBuilder("node", "check.js", files.toAbsolutePath().toString())
            .directory(CLIENT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(node.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return Files.readString(output);
  }
}
