package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.route.reload.EditedHome;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service in a process of its own that logs for a machine to read. */
class JsonLogIT {
  private static final Duration PATIENCE = Patience.LIMIT;
  private static final String TRAINING = "routes/worker/training.camel.yaml";

  @TempDir private Path directory;
  private final ObjectMapper json = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"ecs", "logstash"})
  void eachLineIsJsonAndThoseOfAJobOrRequestNameIt(String format) throws Exception {
    EditedHome home = EditedHome.in(directory);
    home.replace(
        TRAINING,
        "        - process:\n            id: search-parameters",
        "        - log:\n            id: say-searching\n            message: searching\n"
            + "        - process:\n            id: search-parameters");
    int port = FreePort.find();
    try (JavaProcess service =
        JavaProcess.start(
            directory,
            TrainyardApplication.class,
            "--server.port=" + port,
            "--trainyard.home=" + home.directory(),
            "--logging.config=" + likeWithoutTestConfiguration(),
            "--logging.structured.format.console=" + format,
            "--DATABASE_URL=" + TestServers.shared().freshDatabase().url(),
            "--REDIS_URL=redis://localhost:" + FreePort.find())) {
      TrainingClient client = new TrainingClient(port, PATIENCE);
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .failFast(() -> assertThat(service.isAlive()).as(service.errors()).isTrue())
          .until(() -> client.get("/queue").has("workers"));
      client.uploadCandles();
      String job = client.submit(Map.of("n_iterations", 5));
      client.awaitFinal(job);

      List<JsonNode> lines = lines(service);
      assertThat(lines).isNotEmpty();
      assertThat(lines)
          .filteredOn(line -> line.path("message").asText().equals("searching"))
          .extracting(line -> line.path("job_id").asText())
          .containsExactly(job);
      assertThat(lines)
          .filteredOn(line -> line.path("job_id").asText().equals(job))
          .isNotEmpty()
          .extracting(line -> line.path("trace_id").asText())
          .containsOnly(client.get("/jobs/" + job).path("trace_id").asText());
      assertThat(lines)
          .filteredOn(line -> line.path("message").asText().startsWith("no hint in Redis"))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line.path("trace_id").asText()).hasSize(32))
          .extracting(line -> line.path("request").asText())
          .containsOnly("POST /api/v2/training/start");
      assertThat(lines)
          .filteredOn(line -> line.path("message").asText().startsWith("Started Trainyard"))
          .hasSize(1)
          .allSatisfy(line -> assertThat(line.has("job_id")).isFalse());
    }
  }

  /** What Spring Boot does when there is no {@code logback-test.xml} on the class path. */
  private Path likeWithoutTestConfiguration() throws IOException {
    return Files.writeString(
        directory.resolve("logback.xml"),
        """
        <configuration>
          <include resource="org/springframework/boot/logging/logback/defaults.xml"/>
          <include resource="org/springframework/boot/logging/logback/structured-console-appender.xml"/>
          <root level="INFO"><appender-ref ref="CONSOLE"/></root>
        </configuration>
        """);
  }

  private List<JsonNode> lines(JavaProcess service) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : service.output().lines().toList()) {
      lines.add(json.readTree(line));
      assertThat(lines.get(lines.size() - 1).isObject()).as(line).isTrue();
    }
    return lines;
  }
}
