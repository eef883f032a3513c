package dev.trainyard.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.TrainyardApplication;
import dev.trainyard.monitor.Scrape;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two workers, each in a process of its own, that help one another with large jobs. */
@ExtendWith(Patience.class)
class ClusterIT {
  private static final Map<String, Object> LARGE =
      Map.of("optimizer", "bayesian", "batch_size", 64, "n_iterations", 2000, "seed", 5);

  @TempDir private Path directory;

  private final TestServers.Database database = TestServers.shared().freshDatabase();
  private final String redis = TestServers.shared().freshRedisUrl();
  private final int clusterPort = FreePort.find();

  private Worker first;
  private Worker second;
  private JavaProcess api;
  private TrainingClient client;

  private record Worker(JavaProcess process, int port) {
    double members() {
      return Scrape.of(port).value("trainyard_cluster_members", null, null);
    }

    /** Slices that others have evaluated for it. */
    double evaluatedElsewhere() {
      return Scrape.of(port).value("trainyard_slices_total", "outcome", "evaluated");
    }
  }

  @BeforeEach
  void start() throws Exception {
    int port = FreePort.find();
    api = start("api", port, false);
    first = worker();
    client = TrainingClient.ofStarted(port);
    client.uploadCandles();
  }

  @AfterEach
  void stop() {
    Stream.of(api, first == null ? null : first.process, second == null ? null : second.process)
        .filter(process -> process != null)
        .forEach(
            process -> {
              try {
                process.kill();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Test
  void aJobHasTheSameResultWithHelpersThatComeStandStillAndDie() throws Exception {
    await().ignoreExceptions().until(() -> first.members() == 1);
    JsonNode alone = result(client.submit(LARGE));
    assertThat(first.evaluatedElsewhere()).isZero();

    second = worker();
    await().ignoreExceptions().until(() -> second.members() == 2);
    assertThat(result(client.submit(LARGE))).isEqualTo(alone);
    double helped = first.evaluatedElsewhere() + second.evaluatedElsewhere();
    assertThat(helped).isPositive();

    Map<String, Object> here = new HashMap<>(LARGE);
    here.put("distribute", false);
    assertThat(result(client.submit(here))).isEqualTo(alone);
    assertThat(first.evaluatedElsewhere() + second.evaluatedElsewhere()).isEqualTo(helped);

    String withOneThatStandsStill = client.submit(LARGE);
    Worker helper = helperOf(withOneThatStandsStill);
    assertHelps(helper, withOneThatStandsStill);
    helper.process.pause();
    assertThat(result(withOneThatStandsStill)).isEqualTo(alone);
    helper.process.resume();
    await()
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(first.members()).isEqualTo(2);
              assertThat(second.members()).isEqualTo(2);
            });

    String withOneThatDies = client.submit(LARGE);
    helperOf(withOneThatDies).process.kill();
    assertThat(result(withOneThatDies)).isEqualTo(alone);
    assertThat(client.get("/jobs/" + withOneThatDies).path("attempt").asInt()).isEqualTo(1);
  }

  private void assertHelps(Worker helper, String job) {
    await()
        .untilAsserted(
            () ->
                assertThat(client.get("/jobs/" + job).path("helpers").toString())
                    .contains("-" + helper.process.pid() + "-"));
    assertThat(client.get("/workers").path("items").findValuesAsText("helps")).contains(job);
  }

  /** Waits until the worker of a job has help, and returns the other one. */
  private Worker helperOf(String job) {
    double before = first.evaluatedElsewhere() + second.evaluatedElsewhere();
    await().until(() -> first.evaluatedElsewhere() + second.evaluatedElsewhere() > before);
    String holder = client.get("/jobs/" + job).path("worker_id").asText();
    return holder.contains("-" + first.process.pid() + "-") ? second : first;
  }

  private JsonNode result(String job) {
    JsonNode end = client.awaitFinal(job);
    assertThat(end.path("status").asText()).as(end.toString()).isEqualTo("COMPLETED");
    ObjectNode result = client.get("/jobs/" + job + "/results").deepCopy();
    result.remove(List.of("job_id", "config_id", "created_at", "completed_at"));
    return result;
  }

  private Worker worker() throws IOException {
    int port = FreePort.find();
    return new Worker(start("worker", port, true), port);
  }

  private JavaProcess start(String role, int port, boolean isMember) throws IOException {
    return JavaProcess.start(
        directory,
        Stream.concat(OpenedPackages.options(), Stream.of("-Xmx300m", "-XX:+UseSerialGC")).toList(),
        Map.of("DATABASE_URL", database.url(), "REDIS_URL", redis),
        TrainyardApplication.class,
        "--trainyard.role=" + role,
        "--server.port=" + port,
        "--trainyard.cluster.enabled=" + isMember,
        "--trainyard.cluster.port=" + clusterPort,
        "--trainyard.cluster.min-job=0s");
  }
}
