package dev.trainyard.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.TrainyardApplication;
import dev.trainyard.route.Home;
import dev.trainyard.route.reload.EditedHome;
import dev.trainyard.startup.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake is told where it stands, with what is allowed, without any server. */
class RouteCheckTest {
  private static final String QUEUE = "routes/api/queue.camel.yaml";
  private static final String MORE = "routes/api/more.camel.yaml";

  @TempDir static Path parent;
  private static ServiceBeans beans;
  private static EditedHome home;
  private static RouteCheck check;

  @BeforeAll
  static void beansOfTheService() {
    home = EditedHome.in(parent);
    beans =
        ServiceBeans.of(
            TrainyardApplication.class,
            "--trainyard.home=" + home.directory(),
            "--logging.level.root=off");
    check =
        new RouteCheck(new StandIns(beans.getBeanFactory()), new Settings(beans.getEnvironment()));
  }

  @AfterAll
  static void close() {
    beans.close();
  }

  @BeforeEach
  void files() {
    home.restore();
  }

  @Test
  void theRoutesOfTheProjectAreRight() throws IOException {
    assertThat(problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          routes/api/queue.camel.yaml | ref: queueResource | ref: queueResorce | no bean 'queueResorce'; did you mean queueResource
          routes/api/batches.camel.yaml | method: submit | method: submitt | no method 'submitt'; did you mean submit
          routes/api/strategies.camel.yaml | - bean: | - baen: | no step 'baen'; did you mean bean
          routes/api/start.camel.yaml | method: | methd: | 'methd' cannot be said of 'bean'; did you mean method
          routes/worker/training.camel.yaml | slots: | slot: | training-queue has no option 'slot'; did you mean slots
          routes/worker/training.camel.yaml | uri: direct:validate | uri: direct:validat | no route is from 'direct:validat'; did you mean direct:validate
          routes/worker/training.camel.yaml | routeConfigurationId: training-errors | routeConfigurationId: training-error | no routeConfiguration 'training-error'; did you mean training-errors
          routes/worker/training.camel.yaml | id: run-persist | id: run-validate | the id 'run-validate' is already in routes/worker/training.camel.yaml:
          routes/maintenance/reconcile.camel.yaml | reconcile-interval | reconcile-intervall | no setting 'trainyard.queue.reconcile-intervall'; did you mean trainyard.queue.reconcile-interval
          routes/maintenance/reconcile.camel.yaml | timer:reconcile | timerr:reconcile | no component 'timerr'; did you mean timer
          routes/worker/dead-letter.camel.yaml | ${header.TrainyardRetried} == | ${header.TrainyardRetried == | the expression cannot be read
          routes/api/queue.camel.yaml | - route: | - rout: | 'rout' cannot be an entry; did you mean route
          routes/api/queue.camel.yaml | path: /workers | path: /queue | the REST operation GET /queue is already in routes/api/queue.camel.yaml:
          """)
  void aMistakeIsToldWhereItStands(String file, String text, String by, String message)
      throws IOException {
    int line = home.text(file).substring(0, home.text(file).indexOf(text)).split("\n", -1).length;
    home.replace(file, text, by);

    assertThat(problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.file()).isEqualTo(file);
              assertThat(problem.message()).startsWith(message);
              assertThat(problem.line()).isEqualTo(line);
              assertThat(problem.column()).isPositive();
            });
  }

  @Test
  void aHalfWrittenFileIsNoYaml() throws IOException {
    String text = home.text(QUEUE);
    home.save(QUEUE, text.substring(0, text.indexOf("description: Shows") + 12));

    assertThat(problems()).isNotEmpty();
  }

  @Test
  void routesThatSendEveryMessageRoundForEverAreRefused() throws IOException {
    home.save(MORE, loop("- to: {id: to-second, uri: 'direct:second'}"));

    assertThat(problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.toString())
                  .startsWith(MORE + ":15:")
                  .contains(
                      "goes round for ever: direct:first -> direct:second -> direct:first; let a");
            });
  }

  @Test
  void aRoundThatAConditionMayEndIsRight() throws IOException {
    home.save(
        MORE,
        loop(
            "- filter: {id: again, simple: '${body} == null', steps: [{to: {id: to-second, uri:"
                + " 'direct:second'}}]}"));

    assertThat(problems()).isEmpty();
  }

  private static String loop(String step) {
    return """
        - route:
            id: first
            from:
              uri: direct:first
              steps:
                - log: {id: say, message: "round"}
                %s
        - route:
            id: second
            from:
              uri: direct:second
              steps:
                - to:
                    id: to-first
                    uri: direct:first
        """
        .formatted(step);
  }

  @Test
  void onlyOneRouteTakesJobs() throws IOException {
    home.save(
        MORE,
        """
        - route:
            id: more
            from:
              uri: training-queue:training?slots=2
              steps:
                - log: {id: say, message: "mine"}
        """);

    assertThat(problems())
        .singleElement()
        .extracting(RouteProblem::toString)
        .asString()
        .contains("a route from 'training-queue:training' is already in routes/");
  }

  @Test
  void allMistakesAreToldAtOnce() throws IOException {
    home.replace(QUEUE, "ref: queueResource", "ref: queueResorce");
    home.replace("routes/worker/training.camel.yaml", "slots:", "slot:");

    assertThat(problems()).extracting(RouteProblem::file).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aRouteThatNothingSendsToIsNoPartOfTheService() throws IOException {
    home.save(MORE, route("alone", "direct:alone", "- log: {id: told, message: told}"));

    assertThat(problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .startsWith(MORE + ":4:12: no step sends to 'direct:alone'"));
  }

  @Test
  void aBeanOfTheServiceCannotBeReplaced() throws IOException {
    home.save(
        MORE,
        """
        - beans:
            - name: jobStore
              type: java.lang.String
        """);

    assertThat(problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.message()).startsWith("'jobStore' is a bean of the"));
  }

  @Test
  void anchorsThatContainThemselvesAndOtherOddFilesAreRefused() throws IOException {
    for (String text :
        List.of("- &a [*a]", "route: {}", "- route", "- route: {id: x}", "- route:\n", "\t- x")) {
      home.save(MORE, text);
      assertThat(problems()).as(text).isNotEmpty();
    }
  }

  @Test
  void anEmptyFileSaysNothing() throws IOException {
    home.save(MORE, "# later\n");

    assertThat(problems()).isEmpty();
  }

  @Test
  void theCommandTellsTheSameAndItsStatusSaysWhetherTheFilesMayRun() {
    assertThat(command(home.directory().toString()))
        .matches("0 \\d+ routes in \\d+ files are valid\\R");

    home.replace(QUEUE, "ref: queueResource", "ref: queueResorce");
    home.replace("config/strategies/supply-shock.yaml", "min_trades", "min_trade");
    assertThat(command(home.directory().toString()))
        .startsWith("1 ")
        .contains("no bean 'queueResorce'", "config/strategies/supply-shock.yaml:", "3 problems");

    assertThat(command("/nowhere")).startsWith("2 Nothing was checked: There is no directory");
  }

  @Test
  void theSchemaForEditorsIsWrittenWhereTheRouteFilesSayThatItIs() throws IOException {
    String reference = home.text(QUEUE).lines().findFirst().orElseThrow();
    Path schema =
        home.file(QUEUE).resolveSibling(reference.replaceFirst(".*\\$schema=", "")).normalize();

    int status = new SchemaCommand(System.out, System.err).run(List.of(schema.toString()));

    assertThat(status).isZero();
    assertThat(schema).isEqualTo(home.file("routes/route-schema.json"));
    assertThat(new ObjectMapper().readTree(schema.toFile()).path("items").isObject()).isTrue();
  }

  private static List<RouteProblem> problems() throws IOException {
    return check.check(Home.of(beans.getEnvironment()).routes(Role.ALL)).problems();
  }

  private static String route(String id, String from, String steps) {
    return """
        - route:
            id: %s
            from:
              uri: %s
              steps:
                %s
        """
        .formatted(id, from, steps);
  }

  private static String command(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    int status = new CheckCommand(TrainyardApplication.class, print, print).run(List.of(arguments));
    return status + " " + out.toString(StandardCharsets.UTF_8);
  }
}
