package dev.trainyard.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.access.Caller;
import dev.trainyard.access.Keys;
import dev.trainyard.access.Role;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.route.reload.EditedHome;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Somebody looks at the routes and edits their files over HTTP. */
@DirtiesContext
class RouteFileIT extends ApiFixture {
  private static final String BASE = "/api/v2/training";
  private static final String FILE = "routes/worker/training.camel.yaml";
  private static final String QUEUE = "routes/api/queue.camel.yaml";
  private static final String DESCRIPTION = "description: Loads and filters the candles";

  @TempDir static Path parent;
  private static EditedHome home;

  @Autowired private Keys keys;
  @Autowired private ObjectMapper json;

  private String admin;

  @DynamicPropertySource
  static void home(DynamicPropertyRegistry registry) {
    home = EditedHome.in(parent);
    home.register(registry, "api", "worker", "maintenance");
    registry.add("trainyard.role", () -> "all");
    registry.add("trainyard.auth.mode", () -> "keys");
    registry.add("trainyard.reload.interval", () -> "50ms");
  }

  @BeforeEach
  void projectsFiles() {
    home.restore();
    admin = key(Role.ADMIN);
    await()
        .untilAsserted(
            () ->
                assertThat(as(admin, "GET", "/routes/files?limit=500", null).body().path("items"))
                    .allMatch(file -> file.path("is_running").asBoolean()));
  }

  @Test
  void theGraphHasThePipelineItsChannelsForErrorsAndTheFiguresOfItsSteps() {
    as(
        admin,
        "POST",
        "/start",
        Map.of("strategy", "LIQUIDITY_SWEEP", "symbol", "NOT" + number() + "/USDT"));
    await()
        .untilAsserted(
            () -> {
              assertThat(step("data-prep", "prepare-candles").at("/figures/failed").asLong())
                  .isPositive();
              assertThat(route("dead-letter").path("completed").asLong()).isPositive();
            });

    JsonNode training = route("training");
    assertThat(training.path("from").asText()).startsWith("training-queue:training?slots=");
    assertThat(training.path("state").asText()).isEqualTo("Started");
    assertThat(calls(training, "message"))
        .containsExactly("data-prep", "optimize", "validate", "persist");
    assertThat(calls(training, "error"))
        .contains("give-back-unharmed", "retry-or-dead-letter", "dead-letter");
    assertThat(calls(route("get-queue"), "message")).containsExactly("queue");

    JsonNode step = step("data-prep", "prepare-candles");
    assertThat(step.path("kind").asText()).isEqualTo("process");
    assertThat(step.path("label").asText()).isEqualTo("dataPrepProcessor");
    assertThat(step.path("file").asText()).isEqualTo(FILE);
    List<String> lines = home.text(FILE).lines().toList();
    assertThat(lines.subList(step.path("line").asInt() - 1, step.path("end_line").asInt()))
        .containsExactly(
            "        - process:",
            "            id: prepare-candles",
            "            ref: dataPrepProcessor");

    JsonNode nested = step("retry-or-dead-letter", "attempts-used-up");
    assertThat(nested.path("steps").findValuesAsText("id"))
        .containsExactly("transient-kind", "last-attempt-failed");

    JsonNode errors = find(graph().path("configurations"), "training-errors");
    JsonNode permanent = find(errors.path("clauses"), "permanent");
    assertThat(permanent.path("label").asText()).isEqualTo("Throwable");
    assertThat(find(permanent.path("steps"), "permanent-failure").path("calls").asText())
        .isEqualTo("dead-letter");
  }

  @Test
  void aFileIsShownAsItIsWithWhatRunsFromIt() {
    JsonNode file = as(key(Role.VIEWER), "GET", url(FILE), null).body();

    assertThat(file.path("text").asText()).isEqualTo(home.text(FILE));
    assertThat(file.path("routes")).extracting(JsonNode::asText).contains("training", "persist");
    assertThat(file.path("is_running").asBoolean()).isTrue();
    assertThat(all(admin)).contains(FILE, "routes/market-data/binance.exchange.yaml");
  }

  @Test
  void aTextIsCheckedWithAllOtherFilesAndNothingIsWritten() {
    String before = home.text(FILE);
    String text = before.replace("ref: dataPrepProcessor", "ref: dataPrepProcesor");

    JsonNode checked = check(FILE, text);

    JsonNode problem = checked.path("problems").path(0);
    assertThat(problem.path("file").asText()).isEqualTo(FILE);
    assertThat(before.lines().toList().get(problem.path("line").asInt() - 1))
        .contains("ref: dataPrepProcessor");
    assertThat(problem.path("message").asText()).contains("dataPrepProcessor");
    assertThat(checked.path("diff").asText())
        .contains("-            ref: dataPrepProcessor\n")
        .contains("+            ref: dataPrepProcesor\n");
    assertThat(home.text(FILE)).isEqualTo(before);
    JsonNode elsewhere =
        check(
            "routes/worker/dead-letter.camel.yaml",
            home.text("routes/worker/dead-letter.camel.yaml")
                .replace("uri: direct:dead-letter\n      steps", "uri: direct:gone\n      steps"));
    assertThat(elsewhere.path("problems").findValuesAsText("file"))
        .contains("routes/worker/errors.camel.yaml");
    assertThat(check(FILE, before).path("problems")).isEmpty();
    Answer unknown =
        as(admin, "POST", "/routes/check", Map.of("path", "routes/worker/none", "text", ""));
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.error("path")).contains("no such file");
  }

  @Test
  void aWrittenFileRunsCharacterByCharacterAndTheAuditLogNamesItsAuthor() throws IOException {
    Files.setPosixFilePermissions(home.file(FILE), PosixFilePermissions.fromString("rw-rw----"));
    String text =
        home.text(FILE).replace(DESCRIPTION, "description: Loads those candles")
            + "# äöü 🚂   \r\n\n\n  # as it is";
    String author = as(admin, "GET", "/me", null).body().path("name").asText();

    Answer answer = write(FILE, text, digest(FILE));

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    assertThat(answer.body().at("/edit/outcome").asText()).isEqualTo("applied");
    assertThat(answer.body().at("/edit/author").asText()).isEqualTo(author);
    assertThat(answer.body().path("is_running").asBoolean()).isTrue();
    assertThat(answer.body().path("digest").asText()).isEqualTo(digest(FILE));
    assertThat(home.text(FILE)).isEqualTo(text);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.file(FILE))))
        .isEqualTo("rw-rw----");
    assertThat(route("data-prep").path("description").asText()).startsWith("Loads those candles");
    JsonNode lines = as(admin, "GET", "/audit?caller=" + author, null).body().path("items");
    assertThat(lines)
        .extracting(line -> line.path("action").asText() + " " + line.path("target").asText())
        .contains("routes.write " + FILE)
        .contains("routes.applied " + answer.body().at("/edit/id").asText());

    assertThat(write(FILE, text, digest(FILE)).body().path("edit").isNull()).isTrue();

    JsonNode undoing = as(admin, "GET", "/routes/rollback", null).body();
    assertThat(undoing.path("files")).extracting(JsonNode::asText).containsExactly(FILE);
    assertThat(undoing.path("diff").asText()).contains("-    description: Loads those candles");
    assertThat(home.text(FILE)).isEqualTo(text);
  }

  @Test
  void whatSomebodyElseHasWrittenMeanwhileIsNotOverwritten() {
    String read = digest(QUEUE);
    String theirs = home.text(QUEUE) + "# theirs\n";
    home.save(QUEUE, theirs);

    Answer answer = write(QUEUE, home.text(QUEUE) + "# mine\n", read);

    assertThat(answer.status()).isEqualTo(412);
    assertThat(answer.body().path("digest").asText()).isEqualTo(digest(QUEUE));
    assertThat(home.text(QUEUE)).isEqualTo(theirs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"- route", "", "- nothing: {}", "\u0001", "\ud83d"})
  void aTextThatWouldNotRunIsNotWritten(String text) {
    String before = home.text(QUEUE);

    Answer answer = write(QUEUE, text, digest(QUEUE));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("problems").size() + answer.body().path("errors").size())
        .isPositive();
    assertThat(home.text(QUEUE)).isEqualTo(before);
  }

  @Test
  void noFileOutsideOfTheFoldersIsShownOrWritten() throws IOException {
    Path secret = Files.writeString(parent.resolve("secret.camel.yaml"), "# secret\n");
    Path link = home.file("routes/api/link.camel.yaml");
    Files.createSymbolicLink(link, secret);
    Files.writeString(home.file("routes/api/.trainyard-left-by-a-crash"), "- route");
    try {
      assertThat(all(admin))
          .contains(QUEUE)
          .noneMatch(path -> path.contains("link") || path.contains("left"));
      for (String path :
          List.of(
              "/routes/files/api/link.camel.yaml",
              "/routes/files/api/none.camel.yaml",
              "/routes/files/api/.trainyard-left-by-a-crash",
              "/routes/files/none/queue.camel.yaml",
              "/routes/files/api/queue.camel.yaml.swp")) {
        assertThat(as(admin, "GET", path, null).status()).as(path).isEqualTo(404);
        assertThat(as(admin, "PUT", path, Map.of("text", "", "digest", "")).status())
            .as(path)
            .isEqualTo(404);
      }
      assertThat(as(admin, "GET", "/routes", null).body().path("unread")).isEmpty();
      assertThat(secret).hasContent("# secret\n");
    } finally {
      Files.delete(link);
      Files.delete(home.file("routes/api/.trainyard-left-by-a-crash"));
    }
  }

  @Test
  void aFileThatDoesNotRunSaysSoAndMayBeCorrected() {
    home.replace(QUEUE, "id: queue\n", "id: get-queue\n");
    await()
        .untilAsserted(
            () ->
                assertThat(as(admin, "GET", "/routes", null).body().at("/refused/outcome").asText())
                    .isEqualTo("refused"));
    assertThat(as(admin, "GET", url(QUEUE), null).body().path("is_running").asBoolean()).isFalse();

    Answer answer =
        write(
            QUEUE,
            home.text(QUEUE).replace("    id: get-queue\n    desc", "    id: queue\n    desc"),
            digest(QUEUE));

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    assertThat(answer.body().path("is_running").asBoolean()).isTrue();
    assertThat(as(admin, "GET", "/routes", null).body().path("refused").isNull()).isTrue();
  }

  private static String number() {
    return UUID.randomUUID().toString().substring(0, 6).toUpperCase(java.util.Locale.ROOT);
  }

  private String key(Role role) {
    return keys.create(Caller.COMMAND_LINE, "files-" + UUID.randomUUID(), role, null)
        .orElseThrow()
        .text()
        .secret();
  }

  private Answer as(String key, String method, String path, Object body) {
    try {
      return send(
          request(BASE + path)
              .header("Authorization", "Bearer " + key)
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofString(json.writeValueAsString(body))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String url(String file) {
    return file.replaceFirst("^routes/", "/routes/files/");
  }

  private String digest(String file) {
    return as(admin, "GET", url(file), null).body().path("digest").asText();
  }

  private JsonNode check(String file, String text) {
    Answer answer =
        as(key(Role.OPERATOR), "POST", "/routes/check", Map.of("path", file, "text", text));
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
  }

  private Answer write(String file, String text, String digest) {
    return as(admin, "PUT", url(file), Map.of("text", text, "digest", digest));
  }

  private List<String> all(String key) {
    List<String> paths = new ArrayList<>();
    as(key, "GET", "/routes/files?limit=500", null)
        .body()
        .path("items")
        .forEach(file -> paths.add(file.path("path").asText()));
    return paths;
  }

  private JsonNode graph() {
    return as(admin, "GET", "/routes/graph", null).body();
  }

  private JsonNode route(String id) {
    return find(graph().path("routes"), id);
  }

  private JsonNode step(String route, String id) {
    return find(route(route).path("steps"), id);
  }

  private static JsonNode find(JsonNode all, String id) {
    for (JsonNode one : all) {
      if (one.path("id").asText().equals(id)) {
        return one;
      }
    }
    throw new AssertionError("there is no " + id);
  }

  private static List<String> calls(JsonNode route, String channel) {
    List<String> calls = new ArrayList<>();
    for (JsonNode call : route.path("calls")) {
      if (call.path("channel").asText().equals(channel)) {
        calls.add(call.path("route").asText());
      }
    }
    return calls;
  }
}
