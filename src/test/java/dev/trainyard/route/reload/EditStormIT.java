package dev.trainyard.route.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.files.EditedFiles;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A hundred valid and invalid edits of every kind, while clients submit jobs and ask for things. No
 * request fails, no job is lost or done twice, and the routes at the end are those of the files.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class EditStormIT {
  private static final Logger LOG = LoggerFactory.getLogger(EditStormIT.class);
  private static final int EDITS = 100;
  private static final String BASE = "/api/v2/training";
  private static final List<String> ASKED =
      List.of("/queue", "/strategies", "/workers", "/routes", "/jobs?limit=5", "/failed-jobs");
  private static final String TRAINING = "routes/worker/training.camel.yaml";
  private static final String MORE = "routes/api/more.camel.yaml";
  private static final String RENAMED = "routes/api/renamed.camel.yaml";

  @TempDir static Path parent;
  private static EditedHome home;

  @LocalServerPort private int port;
  @Autowired private CamelContext camel;
  @Autowired private RouteReloader reloader;
  @Autowired private EditedFiles files;
  @Autowired private JdbcClient jdbc;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private long slowest;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
    home = EditedHome.in(parent);
    home.register(registry, "api", "worker", "maintenance");
    registry.add("trainyard.reload.interval", () -> "30ms");
    registry.add("trainyard.worker.slots", () -> "2");
  }

  @Test
  void noRequestFailsAndNoJobIsLostWhileRoutesAreEdited(CapturedOutput log) throws Exception {
    long seed = Long.getLong("trainyard.edit-seed", System.nanoTime());
    LOG.info("-Dtrainyard.edit-seed={}", seed);
    Random random = new Random(seed);
    TrainingClient client = new TrainingClient(port, Duration.ofMinutes(4));
    client.uploadCandles();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<String> jobs = new ArrayList<>();
    try {
      List<Future<?>> askers = List.of(threads.submit(this::ask), threads.submit(this::ask));
      for (int i = 0; i < EDITS; i++) {
        edit(random, i);
        if (i % 10 == 0) {
          jobs.add(
              client.submit(
                  Map.of("n_iterations", 2_000, "optimizer", "random", "seed", seed % 1000 + i)));
        }
        if (random.nextInt(3) > 0) {
          awaitDecided();
        }
      }
      home.restore();
      await().atMost(Patience.LIMIT).until(this::runs);
      for (String job : jobs) {
        JsonNode done = client.awaitFinal(job);
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("COMPLETED");
      }
      over.set(true);
      for (Future<?> asker : askers) {
        asker.get();
      }
    } finally {
      over.set(true);
      threads.shutdownNow();
    }

    LOG.info("{} requests, the slowest took {} ms", answered, slowest);
    assertThat(failed).as(() -> told(log.getAll())).isEmpty();
    assertThat(answered.get()).isGreaterThan(EDITS);
    for (String job : jobs) {
      assertThat(configurations(job)).as("one outcome").isEqualTo(1);
      assertThat(client.get("/jobs/" + job).path("attempt").asInt()).isEqualTo(1);
    }
    assertThat(camel.getRoutes())
        .extracting(route -> route.getRouteId())
        .containsExactlyInAnyOrderElementsOf(reloader.model().units().keySet())
        .allMatch(id -> camel.getRouteController().getRouteStatus(id).isStarted());
  }

  private void edit(Random random, int number) throws IOException {
    switch (random.nextInt(9)) {
      case 0 -> describe("routes/api/queue.camel.yaml", "description: Shows", number);
      case 1 -> describe("routes/api/answers.camel.yaml", "description: Answers", number);
      case 2 -> home.save("routes/api/answers.camel.yaml", retryAfter(number));
      case 3 -> describe(TRAINING, "description: Tries", number);
      case 4 -> home.save(MORE, more(number));
      case 5 -> rename();
      case 6 -> Files.deleteIfExists(home.file(MORE));
      case 7 -> home.save(MORE, more(number).replace("setBody", "setBoddy"));
      default -> half(number);
    }
  }

  private static void describe(String file, String start, int number) {
    home.save(file, home.text(file).replaceFirst(start + "\\S*", start + "-" + number));
  }

  private static String retryAfter(int number) {
    return home.text("routes/api/answers.camel.yaml")
        .replaceFirst("constant: \"\\d+\"", "constant: \"%d\"".formatted(number));
  }

  private static void rename() throws IOException {
    if (Files.exists(home.file(MORE))) {
      Files.deleteIfExists(home.file(RENAMED));
      Files.move(home.file(MORE), home.file(RENAMED));
    } else {
      Files.deleteIfExists(home.file(RENAMED));
    }
  }

  /** Saves as an editor that writes into the file itself, and is caught in the middle of it. */
  private static void half(int number) throws IOException {
    String text = more(number);
    Files.writeString(home.file(MORE), text.substring(0, text.length() / 2));
    Files.writeString(home.file(MORE), text);
  }

  private static String more(int number) {
    return """
        - rest:
            id: more-api
            get:
              - id: get-more
                path: /more-%d
                to: {id: to-more, uri: "direct:more"}
        - route:
            id: more
            from:
              uri: direct:more
              steps:
                - setBody: {id: more-body, constant: "%d"}
        """
        .formatted(number % 3, number);
  }

  private void awaitDecided() {
    await()
        .atMost(Patience.LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> runs() || reloader.refusal().isPresent());
  }

  private boolean runs() throws IOException {
    return reloader.model().files().texts().equals(files.read().routes().texts());
  }

  private void ask() {
    int next = 0;
    while (!over.get()) {
      String path = ASKED.get(next++ % ASKED.size());
      long start = System.nanoTime();
      try {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + BASE + path))
                    .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          failed.add(path + " " + answer.statusCode() + " " + answer.body());
        }
      } catch (IOException e) {
        failed.add(path + " " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      answered.incrementAndGet();
      took((System.nanoTime() - start) / 1_000_000);
    }
  }

  /** What the log says of a request that has failed: without it nobody could tell why. */
  private static String told(String log) {
    int failure = log.indexOf("Request failed, error_id");
    return failure < 0 ? "" : log.substring(failure, Math.min(log.length(), failure + 4_000));
  }

  private synchronized void took(long millis) {
    slowest = Math.max(slowest, millis);
  }

  private int configurations(String job) {
    return jdbc.sql("SELECT count(*) FROM trained_configurations WHERE job_id = :id")
        .param("id", UUID.fromString(job))
        .query(Integer.class)
        .single();
  }
}
