package dev.trainyard.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.route.RunningRoute;
import dev.trainyard.route.RunningRoutes;
import dev.trainyard.route.graph.RouteGraphs;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class RouteIT extends ApiFixture {
  @Autowired private CamelContext camel;
  @Autowired private RunningRoutes routes;
  @Autowired private RouteGraphs graphs;

  @Test
  void aRouteTellsWhereItIsWrittenAndHowItGetsOn() throws Exception {
    long before = route("strategies").path("completed").asLong();
    assertThat(get("/strategies").status()).isEqualTo(200);

    JsonNode route = route("strategies");

    assertThat(route.path("state").asText()).isEqualTo("Started");
    assertThat(route.path("completed").asLong()).isEqualTo(before + 1);
    assertThat(route.path("failed").asLong()).isZero();
    assertThat(route.path("inflight").asLong()).isZero();
    assertThat(route.path("mean_ms").isNumber()).isTrue();
    assertThat(route.path("file").asText()).isEqualTo("routes/api/strategies.camel.yaml");
    List<String> file = Files.readAllLines(Path.of(route.path("file").asText()));
    assertThat(file.get(route.path("line").asInt() - 1)).isEqualTo("- route:");
    assertThat(file.get(route.path("line").asInt())).isEqualTo("    id: strategies");
  }

  @Test
  void theListGoesOnWhereAPageEnded() {
    List<String> whole = all("/routes", 500, "id");

    assertThat(whole).contains("start", "routes").isSorted().doesNotHaveDuplicates();
    assertThat(all("/routes", 7, "id")).isEqualTo(whole);
  }

  @Test
  void aRouteThatComesAndGoesInTheMiddleOfAListIsNoError() throws Exception {
    Set<String> others = new TreeSet<>(all("/routes", 500, "id"));
    Future<?> editor = ForkJoinPool.commonPool().submit(this::addAndRemoveOften);
    try {
      while (!editor.isDone()) {
        assertThat(routes.list()).extracting(RunningRoute::id).containsAll(others);
      }
    } finally {
      editor.get();
    }
  }

  @Test
  void nobodyWritesAFileWhileCallersDoNotSayWhoTheyAre() throws Exception {
    Path file = Path.of("routes/api/queue.camel.yaml");
    String before = Files.readString(file);

    Answer answer =
        send(
            request("/api/v2/training/routes/files/api/queue.camel.yaml")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"text\": \"\", \"digest\": \"\"}")));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("detail").asText()).contains("--trainyard.auth.mode=keys");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void theGraphIsComputedOnceASecondAtMost() {
    await().untilAsserted(() -> assertThat(graphs.graph()).isSameAs(graphs.graph()));
  }

  private Object addAndRemoveOften() throws Exception {
    for (int i = 0; i < 150; i++) {
      camel.addRoutes(fleeting());
      camel.getRouteController().stopRoute("fleeting");
      camel.removeRoute("fleeting");
    }
    return null;
  }

  private static RouteBuilder fleeting() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:fleeting").routeId("fleeting").stop();
      }
    };
  }

  private JsonNode route(String id) {
    for (JsonNode route : get("/routes?limit=500").body().path("items")) {
      if (route.path("id").asText().equals(id)) {
        return route;
      }
    }
    throw new AssertionError("no route " + id);
  }
}
