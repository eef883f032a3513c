package dev.trainyard.route.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.trainyard.files.EditedFiles;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** All recipes of the guide for route authors work as it says, together. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "trainyard.worker.slots=3")
@DirtiesContext
class RecipesIT {
  private static final Duration PATIENCE = Patience.LIMIT;
  private static final int RECIPES = 10;

  private static final String TRAINING = "routes/worker/training.camel.yaml";
  private static final String ONE_SEARCH = "routes/worker/one-search.camel.yaml";

  @TempDir static Path parent;
  private static EditedHome home;
  private static HttpServer webhook;
  private static final List<String> TOLD = new CopyOnWriteArrayList<>();

  @LocalServerPort private int port;
  @Autowired private CamelContext camel;
  @Autowired private RouteReloader reloader;
  @Autowired private EditedFiles files;
  @Autowired private TurnProbe probe;

  @TestConfiguration(proxyBeanMethods = false)
  static class Probes {
    @Bean
    TurnProbe turnProbe() {
      return new TurnProbe();
    }
  }

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) throws IOException {
    TestServers.shared().register(registry);
    home = EditedHome.in(parent);
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.createContext(
        "/hook",
        request -> {
          TOLD.add(request.getRequestURI().getQuery());
          request.sendResponseHeaders(204, -1);
          request.close();
        });
    webhook.start();
    home.register(registry, "api", "worker", "maintenance");
    registry.add("trainyard.reload.interval", () -> "50ms");
    registry.add(
        "notify.url", () -> "http://localhost:" + webhook.getAddress().getPort() + "/hook");
    registry.add("archive.dir", () -> parent.resolve("archive").toString());
  }

  @AfterAll
  static void stop() {
    webhook.stop(0);
  }

  /** Applies the recipes, and adds steps that watch them. */
  @BeforeEach
  void followRecipes() {
    if (!Files.exists(home.file(ONE_SEARCH))) {
      assertThat(Recipes.follow(home)).isEqualTo(RECIPES);
      probe("before", "by-strategy", TRAINING, "arrives");
      probe("before", "validate-winner", TRAINING, "validates");
      probe("before", "search-parameters", ONE_SEARCH, "begins");
      probe("after", "search-parameters", ONE_SEARCH, "ends");
      probe("before", "search-sweep", "routes/worker/sweep.camel.yaml", "begins");
      probe("after", "search-sweep", "routes/worker/sweep.camel.yaml", "ends");
    }
    awaitBroughtIn();
    probe.watch(0);
  }

  private static void probe(String how, String step, String file, String method) {
    String yaml =
        "- bean: {id: %s-%s, ref: turnProbe, method: %s}\n".formatted(method, step, method);
    Recipes.follow(home, how, step, file, yaml);
  }

  private void awaitBroughtIn() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(reloader.model().files().texts())
                    .as(() -> String.valueOf(reloader.refusal().map(RouteEdit::problems)))
                    .isEqualTo(files.read().routes().texts()));
  }

  @Test
  void theRecipesWorkInARunningService() throws Exception {
    TrainingClient client = new TrainingClient(port, Duration.ofMinutes(2));
    client.uploadCandles();

    int sweeps = completed(client, "optimize-sweep");
    int others = completed(client, "optimize");
    int searches = completed(client, "one-search");

    String sweep = client.submit(Map.of("n_iterations", 20));
    String shock = client.submit(Map.of("n_iterations", 20, "strategy", "SUPPLY_SHOCK"));
    String unknown = client.submit(Map.of("symbol", "NO/NE", "max_attempts", 1));

    JsonNode done = client.awaitFinal(sweep);
    assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("COMPLETED");
    client.awaitFinal(shock);
    client.awaitFinal(unknown);
    JsonNode results = client.get("/jobs/" + sweep + "/results");
    String verdict = results.path("validation").path("verdict").asText();
    String stage = results.path("lifecycle").path("stage").asText();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(TOLD).contains(told(sweep, stage)));
    Path archived = parent.resolve("archive").resolve(sweep + ".json");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(archived).isNotEmptyFile());
    assertThat(new ObjectMapper().readTree(archived.toFile()).path("verdict").asText())
        .isEqualTo(verdict);
    assertThat(completed(client, "optimize-sweep")).isEqualTo(sweeps + 1);
    assertThat(completed(client, "optimize")).isEqualTo(others + 1);
    assertThat(completed(client, "one-search")).isEqualTo(searches + 1);
    JsonNode error = client.get("/jobs/" + unknown).path("error");
    assertThat(error.path("kind").asText())
        .as("the usual class is permanent")
        .isEqualTo("transient");
    assertThat(
            camel
                .getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteConfigurationDefinition("training-errors")
                .getOnExceptions())
        .filteredOn(clause -> clause.getRedeliveryPolicyType() != null)
        .isNotEmpty()
        .allMatch(clause -> clause.getRedeliveryPolicyType().getRedeliveryDelay().equals("250"));
  }

  @ParameterizedTest
  @CsvSource({"SUPPLY_SHOCK, 1", "LIQUIDITY_SWEEP, 2"})
  void noMoreSearchesRunThanTheRecipeSaysAndOtherStagesDoNotWaitForThem(
      String strategy, int atATime) throws Exception {
    TrainingClient client = new TrainingClient(port, Duration.ofMinutes(2));
    client.uploadCandles();
    probe.watch(atATime + 1);

    List<String> jobs = submit(client, strategy, atATime + 1);

    for (String job : jobs) {
      client.awaitFinal(job);
      assertThat(client.get("/jobs/" + job).path("status").asText()).isEqualTo("COMPLETED");
    }
    assertThat(probe.most()).isEqualTo(atATime);
  }

  @Test
  void aJobThatWaitsForItsTurnIsGivenBackUnharmedByAnEditAndACancelLeavesNoPlaceTaken()
      throws Exception {
    TrainingClient client = new TrainingClient(port, Duration.ofMinutes(2));
    client.uploadCandles();
    probe.watch(0);
    probe.holdSearches();
    List<String> jobs = submit(client, "SUPPLY_SHOCK", 3);
    await().atMost(PATIENCE).until(() -> probe.searching() == 1 && probe.isQueued(2));

    home.save(ONE_SEARCH, home.text(ONE_SEARCH).replace("of one job", "of one single job"));
    awaitBroughtIn();
    await().atMost(PATIENCE).until(() -> probe.searching() == 1);
    String searching = probe.searchingJob();
    String waiting = jobs.stream().filter(job -> !job.equals(searching)).findFirst().orElseThrow();
    client.cancel(waiting);
    client.cancel(searching);
    probe.letGo();

    for (String job : jobs) {
      client.awaitFinal(job);
      JsonNode done = client.get("/jobs/" + job);
      boolean cancelled = job.equals(searching) || job.equals(waiting);
      assertThat(done.path("status").asText())
          .as(done.toString())
          .isEqualTo(cancelled ? "CANCELLED" : "COMPLETED");
      assertThat(done.path("attempts").path(0).path("outcome").asText()).isEqualTo("released");
    }
  }

  private static List<String> submit(TrainingClient client, String strategy, int count) {
    return IntStream.range(0, count)
        .mapToObj(seed -> client.submit(Map.of("n_iterations", 20, "strategy", strategy)))
        .toList();
  }

  private static String told(String job, String stage) {
    return "job=%s&stage=%s".formatted(job, stage);
  }

  private static int completed(TrainingClient client, String id) {
    for (JsonNode route : client.get("/routes?limit=500").path("items")) {
      if (route.path("id").asText().equals(id)) {
        return route.path("completed").asInt();
      }
    }
    throw new AssertionError("no route " + id);
  }
}
