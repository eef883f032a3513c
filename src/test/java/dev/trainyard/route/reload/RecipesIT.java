package dev.trainyard.route.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.trainyard.TestServers;
import dev.trainyard.TrainingClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Each recipe of the guide for route authors does what it says, all of them at once. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class RecipesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int RECIPES = 9;

  @TempDir static Path parent;
  private static EditedHome home;
  private static HttpServer webhook;
  private static final List<String> TOLD = new CopyOnWriteArrayList<>();

  @LocalServerPort private int port;
  @Autowired private CamelContext camel;
  @Autowired private RouteReloader reloader;
  @Autowired private EditedFiles files;

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

  @Test
  void theRecipesWorkInARunningService() throws Exception {
    assertThat(Recipes.follow(home)).isEqualTo(RECIPES);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(reloader.model().files().texts())
                    .as(() -> String.valueOf(reloader.refusal().map(RouteEdit::problems)))
                    .isEqualTo(files.read().routes().texts()));
    TrainingClient client = new TrainingClient(port, Duration.ofMinutes(2));
    client.uploadCandles();

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
    assertThat(route(client, "optimize-sweep").path("completed").asInt()).isEqualTo(1);
    assertThat(route(client, "optimize").path("completed").asInt()).isEqualTo(1);
    JsonNode error = client.get("/jobs/" + unknown).path("error");
    assertThat(error.path("kind").asText())
        .as("the usual class is permanent")
        .isEqualTo("transient");
    assertThat(
            camel
                .getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteConfigurationDefinition("store-errors")
                .getOnExceptions())
        .filteredOn(clause -> clause.getRedeliveryPolicyType() != null)
        .isNotEmpty()
        .allMatch(clause -> clause.getRedeliveryPolicyType().getRedeliveryDelay().equals("250"));
  }

  private static String told(String job, String stage) {
    return "job=%s&stage=%s".formatted(job, stage);
  }

  private static JsonNode route(TrainingClient client, String id) {
    for (JsonNode route : client.get("/routes?limit=500").path("items")) {
      if (route.path("id").asText().equals(id)) {
        return route;
      }
    }
    throw new AssertionError("no route " + id);
  }
}
