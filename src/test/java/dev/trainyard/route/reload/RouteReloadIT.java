package dev.trainyard.route.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.access.Caller;
import dev.trainyard.files.EditedFiles;
import dev.trainyard.queue.slot.SlotHeap;
import dev.trainyard.support.ApiContract;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.Notification;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;

/** A user edits the files of a running service. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class RouteReloadIT {
  private static final String BASE = "/api/v2/training";
  private static final String TRAINING = "routes/worker/training.camel.yaml";
  private static final String QUEUE = "routes/api/queue.camel.yaml";
  private static final String MORE = "routes/api/more.camel.yaml";
  private static final Duration PATIENCE = Patience.LIMIT;

  private static final String SCHEDULE =
      """
      cron: "0 0 1 1 *"
      request:
        strategy: SUPPLY_SHOCK
        symbol: BTC/USDT
      """;

  private static final ObjectName ROUTES = name("Routes");
  private static final ObjectName EVENTS = name("Events");

  @TempDir static Path parent;
  private static EditedHome home;

  @LocalServerPort private int port;
  @Autowired private CamelContext camel;
  @Autowired private RouteReloader reloader;
  @Autowired private EditedFiles files;
  @Autowired private RouteEdits edits;
  @Autowired private JdbcClient jdbc;
  @Autowired private MeterRegistry meters;
  @Autowired private ObjectMapper json;

  private final MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
  private final HttpClient http = HttpClient.newHttpClient();

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
    home = EditedHome.in(parent);
    home.register(registry, "api", "worker", "maintenance");
    registry.add("trainyard.reload.interval", () -> "50ms");
  }

  private static ObjectName name(String type) {
    try {
      return new ObjectName("dev.trainyard:type=" + type);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @BeforeEach
  void projectsFiles() {
    home.restore();
    awaitBroughtIn();
  }

  @Test
  void onlyTheRouteThatChangedIsTouched() throws Exception {
    Object untouched = camel.getRoute("workers");
    Object former = camel.getRoute("queue");

    home.replace(QUEUE, "description: Shows the queue", "description: Shows the whole queue");
    awaitBroughtIn();

    assertThat(camel.getRoute("workers")).isSameAs(untouched);
    assertThat(camel.getRoute("queue")).isNotSameAs(former);
    assertThat(camel.getRoute("queue").getDescription()).isEqualTo("Shows the whole queue");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(edits().get(0).path("diff").asText()).contains("Shows the whole queue"));
    assertThat(editsByPages()).containsExactlyElementsOf(edits());
    JsonNode edit = edits().get(0);
    assertThat(edit.path("outcome").asText()).isEqualTo("applied");
    assertThat(edit.path("files")).singleElement().isEqualTo(json.valueToTree(QUEUE));
    assertThat(edit.path("author").asText()).isEqualTo(Files.getOwner(home.file(QUEUE)).getName());
    assertThat(edit.path("diff").asText())
        .contains("--- " + QUEUE, "-    description: Shows the queue\n")
        .contains("+    description: Shows the whole queue\n");
  }

  @Test
  void aCommentAndAnotherOrderTouchNothing() throws Exception {
    Object former = camel.getRoute("queue");

    home.save(QUEUE, "# By hand\n\n" + home.text(QUEUE));
    awaitBroughtIn();

    assertThat(camel.getRoute("queue")).isSameAs(former);
    assertThat(route("queue").path("line").asInt())
        .as("the list tells the line of now")
        .isEqualTo(lineOf(QUEUE, "id: queue\n") - 1);
  }

  @Test
  void aRefusedEditChangesNothingAndSaysWhy() throws Exception {
    Object former = camel.getRoute("queue");

    List<Notification> notified = new CopyOnWriteArrayList<>();
    jmx.addNotificationListener(EVENTS, (told, none) -> notified.add(told), null, null);
    home.replace(QUEUE, "ref: queueResource", "ref: queueResorce");
    home.replace(TRAINING, "description: Takes claimed jobs", "description: Takes jobs");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(edits().get(0).path("outcome").asText()).isEqualTo("refused");
              assertThat(edits().get(0).path("files")).hasSize(2);
            });

    JsonNode edit = edits().get(0);
    JsonNode problem = edit.path("problems").path(0);
    assertThat(problem.path("file").asText()).isEqualTo(QUEUE);
    assertThat(problem.path("line").asInt()).isEqualTo(lineOf(QUEUE, "queueResorce"));
    assertThat(problem.path("column").asInt()).isPositive();
    assertThat(problem.path("message").asText()).contains("did you mean queueResource");
    assertThat(get("/routes").path("refused").path("id")).isEqualTo(edit.path("id"));
    assertThat(camel.getRoute("queue")).isSameAs(former);
    assertThat(camel.getRoute("training").getDescription()).startsWith("Takes claimed jobs");
    get("/queue");
    String line =
        "%s:%d:%d: %s"
            .formatted(
                QUEUE,
                problem.path("line").asInt(),
                problem.path("column").asInt(),
                problem.path("message").asText());
    assertThat((String[]) jmx.getAttribute(ROUTES, "Problems")).containsExactly(line);
    assertThat(meters.get("trainyard.route.problems").gauge().value()).isEqualTo(1);
    assertThat((String[]) jmx.invoke(ROUTES, "check", null, null)).containsExactly(line);
    assertThat((String[]) jmx.invoke(ROUTES, "reload", null, null)).containsExactly(line);
    assertThat(notified)
        .filteredOn(told -> told.getType().equals("trainyard.edit.refused"))
        .first()
        .satisfies(told -> assertThat(told.getMessage()).contains(line));

    home.restore();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(get("/routes").path("refused").isNull()).isTrue());
    assertThat(meters.get("trainyard.route.problems").gauge().value()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "missing",
      textBlock =
          """
          routes/worker/training.camel.yaml       | ''                        | is empty; the service needs the routes
          routes/maintenance/reconcile.camel.yaml | ''                        | is empty; the service needs the route reconcile.
          routes/maintenance/reconcile.camel.yaml | missing                   | is missing; the service needs the route reconcile.
          routes/maintenance/reconcile.camel.yaml | # nothing                 | is empty; the service needs the route reconcile.
          routes/api/rest.camel.yaml              | ''                        | is empty; the service needs
          routes/api/queue.camel.yaml             | '- rest: {id: queue-api}' | lacks a part of its delivered content; the service needs the routes get-queue,
          """)
  void whatTheServiceNeedsDoesNotVanishWithItsFile(String file, String text, String reason)
      throws Exception {
    Set<String> before = ids();

    if (text == null) {
      home.delete(file);
    } else {
      home.save(file, text);
    }
    await().atMost(PATIENCE).until(() -> refusedOf(file).contains(reason));

    assertThat(ids()).isEqualTo(before);
    assertThat(health("routes").path("status").asText()).isEqualTo("UP");
  }

  @Test
  void aFileThatIsCutOffIsNoEditWhereverItIsCut() throws Exception {
    Set<String> before = ids();
    List<String> lines = home.text(QUEUE).lines().toList();
    for (int kept : List.of(34, 46, lines.size() - 1)) {
      home.save(QUEUE, String.join("\n", lines.subList(0, kept)) + "\n");
      await()
          .atMost(PATIENCE)
          .until(() -> refusedOf(QUEUE).contains("the first %d of its".formatted(kept)));

      assertThat(refusedOf(QUEUE)).contains("is cut off here");
      assertThat(ids()).isEqualTo(before);
    }
  }

  @Test
  void aFileThatIsCutOffWithinALineIsToldOnce() throws Exception {
    String text = home.text(QUEUE).stripTrailing();
    home.save(QUEUE, text.substring(0, text.length() - 1));
    await().atMost(PATIENCE).until(() -> refusedOf(QUEUE).contains("cut off"));

    assertThat(get("/routes").path("refused").path("problems").findValuesAsText("message"))
        .filteredOn(message -> message.contains("cut off"))
        .hasSize(1);
  }

  @Test
  void aNeededRouteMayHaveAnotherName() throws Exception {
    home.replace(TRAINING, "- route:\n    id: validate\n", "- route:\n    id: judge\n");
    awaitBroughtIn();

    assertThat(ids()).contains("judge").doesNotContain("validate");
    assertThat(health("routes").path("status").asText()).isEqualTo("UP");
  }

  @Test
  void healthAndMetricsKnowANeededRouteThatDoesNotRun() throws Exception {
    camel.getRouteController().suspendRoute("reconcile");
    try {
      assertThat(health("routes").path("status").asText()).isEqualTo("DOWN");
      assertThat(health("routes").at("/details/down/reconcile").asText()).isEqualTo("Suspended");
      assertThat(get("/routes").path("down").path("reconcile").asText()).isEqualTo("Suspended");
      assertThat(meters.get("trainyard.routes.needed.down").gauge().value()).isEqualTo(1);
      assertThat(healthOf("liveness").path("status").asText()).isEqualTo("UP");
    } finally {
      camel.getRouteController().resumeRoute("reconcile");
    }
    assertThat(health("routes").path("status").asText()).isEqualTo("UP");
    assertThat(meters.get("trainyard.routes.needed.down").gauge().value()).isZero();
  }

  private Set<String> ids() {
    return camel.getRoutes().stream().map(Route::getRouteId).collect(Collectors.toSet());
  }

  /** Returns the problem of a file in the current refusal. */
  private String refusedOf(String file) {
    for (JsonNode problem : get("/routes").path("refused").path("problems")) {
      if (problem.path("file").asText().equals(file)
          && problem.path("message").asText().matches("(is|lacks) .*")) {
        return problem.path("message").asText();
      }
    }
    return "";
  }

  private JsonNode health(String component) {
    return healthOf("").path("components").path(component);
  }

  private JsonNode healthOf(String group) {
    return parse(
        send(
            HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:%d/actuator/health/%s"
                        .formatted(port, group)
                        .replaceFirst("/$", "")))));
  }

  @Test
  void aStageThatDoesNotLetGoOfItsJobHoldsUpNoEditAndCostsTheJobNoAttempt() throws Exception {
    TrainingClient client = new TrainingClient(port, PATIENCE);
    client.uploadCandles();
    home.replace(
        TRAINING,
        "        - process:\n            id: search-parameters",
        "        - delay:\n            id: long\n            constant: 600000\n"
            + "        - process:\n            id: search-parameters");
    awaitBroughtIn();
    String job = client.submit(Map.of("n_iterations", 10));
    await().atMost(PATIENCE).until(() -> camel.getInflightRepository().size("optimize") == 1);

    home.restore();
    awaitBroughtIn();

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    assertThat(client.get("/jobs/" + job).path("attempt").asInt()).isEqualTo(1);
  }

  @Test
  void aPathComesAndGoesWithItsFile() throws Exception {
    assertThat(status("/more")).isEqualTo(404);

    home.save(MORE, more("/more"));
    awaitBroughtIn();
    assertThat(get("/more").asText()).isEqualTo("more");

    home.save(MORE, more("/evermore"));
    awaitBroughtIn();
    assertThat(status("/more")).isEqualTo(404);
    assertThat(get("/evermore").asText()).isEqualTo("more");

    Files.move(home.file(MORE), home.file("routes/api/renamed.camel.yaml"));
    awaitBroughtIn();
    assertThat(get("/evermore").asText()).isEqualTo("more");
    assertThat(route("more").path("file").asText()).isEqualTo("routes/api/renamed.camel.yaml");

    home.delete("routes/api/renamed.camel.yaml");
    awaitBroughtIn();
    assertThat(status("/evermore")).isEqualTo(404);
    assertThat(camel.getRoute("more")).isNull();
  }

  @Test
  void aChangedRouteConfigurationReachesTheRoutesOfOtherFiles() throws Exception {
    home.replace("routes/api/answers.camel.yaml", "constant: \"5\"", "constant: \"7\"");
    home.save(MORE, failing());
    awaitBroughtIn();

    HttpResponse<String> answer = fetch("/failing");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("7");
  }

  @Test
  void aBeanOfAFileIsMadeAnewWhenItsEntryChangesAndStaysOtherwise() throws Exception {
    home.save(MORE, bean(1));
    awaitBroughtIn();
    assertThat(get("/bean").asText()).isEqualTo("1");
    Object first = camel.getRegistry().lookupByName("moreNumber");

    home.replace(QUEUE, "Shows the queue", "Shows what waits");
    awaitBroughtIn();
    assertThat(camel.getRegistry().lookupByName("moreNumber")).isSameAs(first);

    home.save(MORE, bean(2));
    awaitBroughtIn();
    assertThat(get("/bean").asText()).isEqualTo("2");
  }

  @Test
  void whatFailsWhenItIsBroughtInLeavesRoutesAndBeansAsTheyWere() throws Exception {
    home.save(MORE, bean(1));
    awaitBroughtIn();
    Object first = camel.getRegistry().lookupByName("moreNumber");

    home.save(
        MORE,
        bean(2)
            + """
            - route:
                id: no-such-directory-allowed
                from:
                  uri: timer:later
                  parameters:
                    time: not-a-time
                  steps:
                    - log: {id: told-later, message: later}
            """);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(edits().get(0).path("outcome").asText()).isEqualTo("refused"));

    assertThat(get("/bean").asText()).isEqualTo("1");
    assertThat(camel.getRegistry().lookupByName("moreNumber")).isSameAs(first);
    assertThat(camel.getRoute("no-such-directory-allowed")).isNull();
  }

  @Test
  void aRunningJobGoesOnFromItsTrialsWhenTheWorkersRoutesChange() throws Exception {
    TrainingClient client = client();
    String job =
        client.submit(
            Map.of("n_iterations", 30_000, "optimizer", "random", "run_validation", false));
    await().atMost(PATIENCE).until(() -> trials(job) > 100);

    home.replace(TRAINING, "description: Searches the", "description: Goes through the");
    awaitBroughtIn();

    assertThat(camel.getRoute("optimize").getDescription()).startsWith("Goes through");
    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    JsonNode done = client.get("/jobs/" + job);
    assertThat(done.path("attempt").asInt()).as("no attempt is lost").isEqualTo(1);
    assertThat(done.path("attempts")).hasSize(2);
    assertThat(done.path("attempts").path(0).path("outcome").asText()).isEqualTo("released");
    assertThat(trials(job)).isEqualTo(30_000);
  }

  @Test
  void slotsThatAnEditAddsShareTheMemory() throws Exception {
    int most = new SlotHeap(Runtime.getRuntime().maxMemory()).most();
    home.replace(TRAINING, "slots: \"{{trainyard.worker.slots}}\"", "slots: " + most);
    awaitBroughtIn();
    assertThat(jmx.getAttribute(name("Queue"), "Slots")).isEqualTo(most);
    TrainingClient client = client();

    JsonNode refused = client.awaitFinal(client.submit(Map.of("n_iterations", 60_000)));

    assertThat(refused.path("error_message").asText()).contains("a slot of this worker has 3");
    home.restore();
    awaitBroughtIn();
    JsonNode done = client.awaitFinal(client.submit(Map.of("n_iterations", 10)));
    assertThat(done.path("status").asText()).isEqualTo("COMPLETED");
  }

  @Test
  void moreSlotsThanTheHeapHasRoomForAreRefused() throws Exception {
    home.replace(TRAINING, "slots: \"{{trainyard.worker.slots}}\"", "slots: 1000000");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get("/routes").path("refused").path("problems").toString())
                    .contains("1000000 slots would leave 0 MB of heap for each"));
    JsonNode problem = get("/routes").path("refused").path("problems").path(0);
    assertThat(problem.path("file").asText()).isEqualTo(TRAINING);
    assertThat(problem.path("line").asInt())
        .as("Camel refuses it when the route starts")
        .isEqualTo(lineOf(TRAINING, "slots: 1000000"));
    assertThat(problem.path("column").asInt()).isPositive();

    assertThat(jmx.getAttribute(name("Queue"), "Slots")).isEqualTo(1);
    assertThat(
            client()
                .awaitFinal(client().submit(Map.of("n_iterations", 10)))
                .path("status")
                .asText())
        .isEqualTo("COMPLETED");
  }

  @Test
  void aJobThatRunsIsLeftAloneWhenOnlyTheApiChanges() throws Exception {
    TrainingClient client = client();
    String job = client.submit(Map.of("n_iterations", 10_000, "optimizer", "random"));
    await().atMost(PATIENCE).until(() -> trials(job) > 100);

    home.replace(QUEUE, "Shows the queue", "Shows all that waits");
    awaitBroughtIn();

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    assertThat(client.get("/jobs/" + job).path("attempts")).hasSize(1);
  }

  @Test
  void filesOfAConfigMapAreReplacedTogether() throws Exception {
    Path mounted = home.file(QUEUE).getParent();
    try {
      Path first = configMap(mounted, "..first", "Shows the queue");
      for (Path file : list(first)) {
        link(mounted.resolve(file.getFileName()), Path.of("..data").resolve(file.getFileName()));
      }
      assertThat(get("/routes").path("unread")).isEmpty();

      configMap(mounted, "..second", "Shows the mounted queue");

      awaitBroughtIn();
      assertThat(camel.getRoute("queue").getDescription()).isEqualTo("Shows the mounted queue");
      assertThat(get("/routes").path("unread")).isEmpty();
    } finally {
      for (Path file : list(mounted)) {
        if (Files.isSymbolicLink(file)) {
          Files.deleteIfExists(file);
        } else if (file.getFileName().toString().startsWith("..")) {
          FileSystemUtils.deleteRecursively(file);
        }
      }
    }
  }

  /** As kubelet does: a folder of copies that a link of the name ..data stands for from now on. */
  private static Path configMap(Path mounted, String name, String description) throws IOException {
    Path copies = Files.createDirectory(mounted.resolve(name));
    for (Path file : list(mounted)) {
      if (Files.isRegularFile(file)) {
        Files.writeString(
            copies.resolve(file.getFileName()),
            Files.readString(file).replaceAll("Shows the (mounted )?queue", description));
      }
    }
    link(mounted.resolve("..data"), Path.of(name));
    return copies;
  }

  private static void link(Path link, Path target) throws IOException {
    Path part = Files.createSymbolicLink(link.resolveSibling("..part"), target);
    Files.move(part, link, StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void anEditIsRolledBackOnDiskToo() throws Exception {
    String before = home.text(QUEUE);
    home.replace(QUEUE, "Shows the queue", "Shows it once");
    awaitBroughtIn();
    home.replace(QUEUE, "Shows it once", "Shows it twice");
    home.save(MORE, more("/more"));
    awaitBroughtIn();

    JsonNode first = post("/routes/rollback", 200);
    assertThat(first.path("outcome").asText()).isEqualTo("rolled_back");
    assertThat(home.text(QUEUE)).contains("Shows it once");
    assertThat(home.file(MORE)).doesNotExist();
    assertThat(status("/more")).isEqualTo(404);

    post("/routes/rollback", 200);
    assertThat(home.text(QUEUE)).isEqualTo(before);
    assertThat(camel.getRoute("queue").getDescription()).isEqualTo("Shows the queue");
  }

  @Test
  void aRefusedEditIsRolledBackToWhatRuns() throws Exception {
    String before = home.text(QUEUE);
    home.replace(QUEUE, "ref: queueResource", "ref: queueResorce");
    home.save(MORE, "- half");
    await().atMost(PATIENCE).until(() -> reloader.refusal().isPresent());

    JsonNode edit = post("/routes/rollback", 200);

    assertThat(edit.path("outcome").asText()).isEqualTo("rolled_back");
    assertThat(edit.path("files")).hasSize(2);
    assertThat(home.text(QUEUE)).isEqualTo(before);
    assertThat(home.file(MORE)).doesNotExist();
    assertThat(get("/routes").path("refused").isNull()).isTrue();
  }

  @Test
  void aFileOfAWrongNameIsToldBesideTheRoutes() throws Exception {
    home.save("routes/api/more.yaml", more("/more"));

    JsonNode unread = get("/routes").path("unread");

    assertThat(unread).hasSize(1);
    assertThat(unread.path(0).path("file").asText()).isEqualTo("routes/api/more.yaml");
    assertThat(unread.path(0).path("message").asText()).contains(".camel.yaml");
  }

  @Test
  void aFileThatIsNoTextIsRefusedAndItsTextComesBack() throws Exception {
    String before = home.text(QUEUE);
    home.save(
        QUEUE,
        before
            .replace("Shows the queue", "Zeigt die L\u00E4nge")
            .getBytes(StandardCharsets.ISO_8859_1));
    await().atMost(PATIENCE).until(() -> reloader.refusal().isPresent());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(edits().path(0).path("diff").asText()).contains("is not UTF-8 text"));
    JsonNode problem = edits().get(0).path("problems").path(0);
    assertThat(problem.path("message").asText()).isEqualTo("is not UTF-8 text: the byte 0xE4");

    post("/routes/rollback", 200);

    assertThat(home.text(QUEUE)).isEqualTo(before);
    assertThat(problem.path("line").asInt()).isEqualTo(lineOf(QUEUE, "Shows the queue"));
    assertThat(get("/routes").path("refused").isNull()).isTrue();
    assertThat(
            jdbc.sql(
                    "SELECT former -> :file ->> 'message' FROM route_edits WHERE outcome = 'rolled_back' ORDER BY seq DESC LIMIT 1")
                .param("file", QUEUE)
                .query(String.class)
                .single())
        .isEqualTo("is not UTF-8 text: the byte 0xE4");
  }

  @Test
  void anEditIsKeptWithCharactersThatPostgresRefuses() {
    RouteEdit edit =
        new RouteEdit(
            UUID.randomUUID(),
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            "a:1",
            "a\0uthor",
            List.of(QUEUE),
            RouteEdit.Outcome.rolled_back,
            List.of(new FileProblem(QUEUE, 1, 1, "a \0 problem")),
            "a \0 diff");

    edits.add(edit, Map.of(QUEUE, FileText.of("a \0 text")), Caller.FILES);

    RouteEdit kept = edits.last().get(0);
    assertThat(kept.id()).isEqualTo(edit.id());
    assertThat(kept.diff()).isEqualTo("a \u2400 diff");
    assertThat(kept.problems())
        .extracting(FileProblem::message)
        .containsExactly("a \u2400 problem");
  }

  @Test
  void jobsWaitUnharmedWhileAStageIsSuspended() throws Exception {
    // Services of other tests may be in this process too
    ObjectName validate =
        new ObjectName(
            "org.apache.camel:context=%s,type=routes,name=\"validate\""
                .formatted(camel.getManagementName()));
    TrainingClient client = client();
    String running = client.submit(Map.of("n_iterations", 10_000, "optimizer", "random"));
    await().atMost(PATIENCE).until(() -> trials(running) > 100);

    jmx.invoke(validate, "suspend", null, null);
    String waiting = client.submit(Map.of("n_iterations", 20));
    await()
        .atMost(PATIENCE)
        .until(() -> client.get("/jobs/" + running).path("status").asText().equals("PENDING"));
    assertThat(client.get("/jobs/" + waiting).path("attempts")).isEmpty();
    jmx.invoke(validate, "resume", null, null);

    for (String job : List.of(running, waiting)) {
      assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
      assertThat(client.get("/jobs/" + job).path("attempt").asInt()).isEqualTo(1);
    }
    assertThat(client.get("/jobs/" + running).path("attempts").path(0).path("outcome").asText())
        .isEqualTo("released");
  }

  @Test
  void theSpaceOfAStrategyChangesWithItsFile() throws Exception {
    String file = "config/strategies/supply-shock.yaml";
    home.replace(file, "Price leaves", "Anew: price leaves");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get("/strategies/SUPPLY_SHOCK").path("description").asText())
                    .startsWith("Anew: price"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(edits().get(0).path("files").path(0).asText()).isEqualTo(file));

    home.replace(file, "min_trades", "min_trade");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(edits().get(0).path("outcome").asText()).isEqualTo("refused"));
    assertThat(edits().get(0).path("problems").path(0).path("file").asText()).isEqualTo(file);
    assertThat(get("/strategies").path("items")).hasSize(4);
  }

  @Test
  void aScheduleComesChangesAndGoesWithItsFile() {
    String file = "config/schedules/tested.yaml";
    home.save(file, SCHEDULE);
    await().atMost(PATIENCE).until(() -> scheduled("cron").equals("0 0 1 1 *"));
    assertThat(scheduled("file")).isEqualTo(file);
    assertThat(scheduled("source")).isEqualTo("file");

    home.replace(file, "0 0 1 1 *", "0 0 30 2 *");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(edits().get(0).path("outcome").asText()).isEqualTo("refused"));
    JsonNode problem = edits().get(0).path("problems").path(0);
    assertThat(problem.path("file").asText()).isEqualTo(file);
    assertThat(problem.path("line").asInt()).isEqualTo(1);
    assertThat(problem.path("message").asText()).startsWith("cron: is never due");
    assertThat(scheduled("cron")).isEqualTo("0 0 1 1 *");

    home.save(file, SCHEDULE.replace("SUPPLY_SHOCK", "NOPE"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(edits().get(0).path("problems").path(0).path("message").asText())
                    .startsWith("request.strategy: no strategy NOPE"));

    home.save(file, SCHEDULE.replace("0 0 1 1 *", "@yearly"));
    await().atMost(PATIENCE).until(() -> scheduled("cron").equals("@yearly"));

    home.delete(file);
    await().atMost(PATIENCE).until(() -> scheduled("cron").isEmpty());
  }

  @Test
  void anEditOfAStrategyThatMakesAScheduleWrongIsToldThere() {
    String schedule = "config/schedules/tested.yaml";
    home.save(
        schedule, SCHEDULE + "  parameter_space: {trail_stop_activation: {low: 1.6, high: 1.9}}\n");
    await().atMost(PATIENCE).until(() -> scheduled("problem").equals("null"));
    String strategy = "config/strategies/supply-shock.yaml";

    home.replace(strategy, "low: 1.5", "low: 2");
    awaitBroughtIn();

    await()
        .atMost(PATIENCE)
        .until(
            () -> scheduled("problem").contains("request.parameter_space.trail_stop_activation"));
  }

  /** A field of the schedule that the tests make; empty while there is none. */
  private String scheduled(String field) {
    for (JsonNode schedule : get("/schedules").path("items")) {
      if (schedule.path("name").asText().equals("tested")) {
        return schedule.path(field).asText();
      }
    }
    return "";
  }

  private static String more(String path) {
    return """
        - rest:
            id: more-api
            get:
              - id: get-more
                path: %s
                to: {id: to-more, uri: "direct:more"}
        - route:
            id: more
            from:
              uri: direct:more
              steps:
                - setBody: {id: more-body, constant: '"more"'}
        """
        .formatted(path);
  }

  private static String failing() {
    return """
        - rest:
            id: more-api
            get:
              - id: get-failing
                path: /failing
                to: {id: to-failing, uri: "direct:failing"}
        - route:
            id: failing
            routeConfigurationId: api-problems
            from:
              uri: direct:failing
              steps:
                - throwException:
                    id: full
                    exceptionType: java.sql.SQLTransientConnectionException
                    message: away
        """;
  }

  private static String bean(int number) {
    return """
        - beans:
            - name: moreNumber
              type: java.util.concurrent.atomic.AtomicInteger
              constructors:
                "0": %d
        - rest:
            id: bean-api
            get:
              - id: get-bean
                path: /bean
                to: {id: to-bean, uri: "direct:bean"}
        - route:
            id: bean
            from:
              uri: direct:bean
              steps:
                - bean: {id: ask-bean, ref: moreNumber, method: toString}
        """
        .formatted(number);
  }

  /**
   * Waits until the files on disk run, strategies included, which would otherwise be applied with
   * the next edit.
   */
  private void awaitBroughtIn() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(reloader.running().texts())
                  .as(() -> String.valueOf(reloader.refusal().map(RouteEdit::problems)))
                  .isEqualTo(files.read().texts());
              assertThat(reloader.refusal()).isEmpty();
            });
  }

  private int trials(String job) {
    return jdbc.sql("SELECT count(*) FROM training_trials WHERE job_id = :id AND study = 'search'")
        .param("id", UUID.fromString(job))
        .query(Integer.class)
        .single();
  }

  private JsonNode edits() {
    return get("/routes/edits").path("items");
  }

  /** Returns the same edits, read one per page. */
  private List<JsonNode> editsByPages() {
    List<JsonNode> edits = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get("/routes/edits?limit=1" + cursor);
      page.path("items").forEach(edits::add);
      cursor =
          page.path("next_cursor").isNull() ? null : "&cursor=" + page.path("next_cursor").asText();
    } while (cursor != null);
    return edits;
  }

  private JsonNode route(String id) {
    for (JsonNode route : get("/routes?limit=500").path("items")) {
      if (route.path("id").asText().equals(id)) {
        return route;
      }
    }
    throw new AssertionError("no route " + id);
  }

  private static int lineOf(String file, String text) {
    String whole = home.text(file);
    return whole.substring(0, whole.indexOf(text)).split("\n", -1).length;
  }

  private TrainingClient client() throws Exception {
    TrainingClient client = new TrainingClient(port, Duration.ofMinutes(2));
    client.uploadCandles();
    return client;
  }

  private JsonNode get(String path) {
    HttpResponse<String> answer = fetch(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return parse(answer);
  }

  private int status(String path) {
    return fetch(path).statusCode();
  }

  private HttpResponse<String> fetch(String path) {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private JsonNode post(String path, int status) {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return parse(answer);
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + BASE + path);
  }

  private JsonNode parse(HttpResponse<String> answer) {
    try {
      return answer.body().startsWith("{") || answer.body().startsWith("\"")
          ? json.readTree(answer.body())
          : json.valueToTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      // Not for the answers that these tests give their routes
      if (answer.uri().getPath().startsWith(BASE + "/routes")) {
        ApiContract.ofThisVersion().check(answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
