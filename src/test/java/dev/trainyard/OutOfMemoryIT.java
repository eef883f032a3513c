package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.support.HeapEater;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TestServers.Database;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;

/** Workers whose heap a job uses up, started again as a supervisor would. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "trainyard.role=api",
      "trainyard.queue.lease=" + OutOfMemoryIT.LEASE,
      "trainyard.queue.reconcile-interval=500ms"
    })
class OutOfMemoryIT {
  static final String LEASE = "3s";

  /** As {@code -XX:+ExitOnOutOfMemoryError} has it. */
  private static final int OUT_OF_MEMORY = 3;

  private static final int SIGTERM = 143;

  @LocalServerPort private int port;
  @TempDir private Path directory;

  private static Database database;
  private static String redisUrl;

  private TrainingClient client;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    database = TestServers.shared().freshDatabase();
    redisUrl = TestServers.shared().freshRedisUrl();
    registry.add("DATABASE_URL", database::url);
    registry.add("REDIS_URL", () -> redisUrl);
  }

  @BeforeEach
  void uploadCandles() throws Exception {
    client = new TrainingClient(port, Duration.ofMinutes(2));
    client.uploadCandles();
    for (String part : List.of("routes", "config")) {
      FileSystemUtils.copyRecursively(Path.of(part), directory.resolve(part));
    }
    Path training = directory.resolve("routes/worker/training.camel.yaml");
    Files.writeString(
        training,
        Files.readString(training)
            .replaceFirst(
                "( +)- to:\\R +id: run-data-prep",
                "$1- bean:\n$1    id: eat-heap\n$1    beanType: dev.trainyard.support.HeapEater\n$1    method: eat\n$0"));
  }

  @Test
  void aJobThatKillsItsWorkersIsADeadLetterAndItsNeighbourCompletes() throws Exception {
    String poison = client.submit(Map.of("seed", HeapEater.SEED, "max_attempts", 2));
    String neighbour = client.submit(Map.of("n_iterations", 20));

    assertDies(startWorker());
    assertDies(startWorker("-XX:+ExitOnOutOfMemoryError"));

    assertThat(client.awaitFinal(poison).path("status").asText()).isEqualTo("FAILED");
    JsonNode job = client.get("/jobs/" + poison);
    assertThat(job.path("error").path("kind").asText()).isEqualTo("lost");
    assertThat(job.path("attempts"))
        .extracting(attempt -> attempt.path("outcome").asText())
        .containsExactly("lost", "lost");
    assertThat(client.get("/failed-jobs?job_id=" + poison).path("items")).hasSize(1);

    try (JavaProcess worker = startWorker()) {
      assertThat(client.awaitFinal(neighbour).path("status").asText()).isEqualTo("COMPLETED");

      JsonNode tooLarge = client.awaitFinal(client.submit(Map.of("n_iterations", 100_000)));
      assertThat(tooLarge.path("error_message").asText())
          .contains("needs about", "100,000 trials", "-Xmx");

      worker.terminate();
      assertThat(worker.exitCode()).isEqualTo(SIGTERM);
    }
  }

  private static void assertDies(JavaProcess worker) throws Exception {
    try (worker) {
      assertThat(worker.exitCode()).as(worker.errors()).isEqualTo(OUT_OF_MEMORY);
    }
  }

  private JavaProcess startWorker(String... jvmOptions) throws IOException {
    return JavaProcess.start(
        directory,
        Stream.concat(Stream.of("-Xmx160m"), Stream.of(jvmOptions)).toList(),
        TrainyardApplication.class,
        "--trainyard.role=worker",
        "--server.port=0",
        "--trainyard.home=" + directory,
        "--trainyard.worker.slots=2",
        "--trainyard.queue.lease=" + LEASE,
        "--DATABASE_URL=" + database.url(),
        "--REDIS_URL=" + redisUrl);
  }
}
