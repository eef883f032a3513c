package dev.trainyard.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The manifests have the kinds, types and required fields of the schemas of Kubernetes and KEDA.
 */
class KubernetesManifestsTest {
  /** Needs Node.js and what {@code .ci/run} installs; the build leaves it out without. */
  private static final String NODE = "node";

  private static final Path CLIENT = Path.of("target", "clients", "kubernetes");
  private static final Path MANIFESTS = Path.of("ops", "kubernetes");

  @TempDir private Path directory;

  @Test
  @Tag(NODE)
  void theManifestsAndTheContainerFileAreValid() throws Exception {
    assertThat(check(MANIFESTS)).contains("16 objects, 0 wrong");
  }

  @Test
  @Tag(NODE)
  void aMistakeIsFound() throws Exception {
    String api = Files.readString(MANIFESTS.resolve("base").resolve("api.yaml"));
    Files.writeString(directory.resolve("api.yaml"), api.replace("replicas: 2", "replicas: two"));

    assertThat(check(directory)).contains("Deployment trainyard-api", "3 objects, 1 wrong");
  }

  private String check(Path manifests) throws Exception {
    Path output = directory.resolve("check.txt");
    Process node =
        new ProcessBuilder("node", "check.js", manifests.toAbsolutePath().toString())
            .directory(CLIENT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(node.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return Files.readString(output);
  }
}
