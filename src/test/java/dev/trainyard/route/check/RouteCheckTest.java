package dev.trainyard.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.TrainyardApplication;
import dev.trainyard.cli.CheckCommand;
import dev.trainyard.cli.SchemaCommand;
import dev.trainyard.cli.ServiceBeans;
import dev.trainyard.files.Home;
import dev.trainyard.files.RouteFiles;
import dev.trainyard.route.reload.EditedHome;
import dev.trainyard.startup.ProcessRole;
import dev.trainyard.strategy.catalog.PluginJar;
import dev.trainyard.text.FileProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Each mistake is reported at its place, with what is allowed, without any server. */
@ExtendWith(OutputCaptureExtension.class)
class RouteCheckTest {
  private static final String QUEUE = "routes/api/queue.camel.yaml";
  private static final Pattern KEY =
      Pattern.compile("(?<before>\\s*(- )?(?!#|id|description)\\w+):(?<after>( .*)?)");
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
    check = new RouteCheck(beans.getBeanFactory(), beans.getEnvironment());
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

  @Test
  void whatRouteAuthorsReachForFirstIsThere() throws IOException {
    home.save(
        MORE,
        """
        - route:
            id: more
            from:
              uri: quartz:more
              parameters: {cron: "0 0 2 * * ?"}
              steps:
                - circuitBreaker:
                    id: guarded
                    steps:
                      - to: {id: ask, uri: "http:localhost/prices"}
                    onFallback:
                      id: without
                      steps:
                        - setBody: {id: none, constant: "[]"}
                - setBody: {id: first, jsonpath: "$[0].price"}
                - unmarshal: {id: table, csv: {delimiter: ";"}}
        """);

    assertThat(problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "to: {id: out, uri: 'kafka:trained'}   | no component 'kafka' here; org.apache.camel:camel-kafka:4.17.0 provides it",
        "to: {id: out, uri: 'smtp:localhost'}  | no component 'smtp' here; org.apache.camel:camel-mail:4.17.0 provides it",
        "setBody: {id: out, jq: '.price'}      | no language 'jq' here; org.apache.camel:camel-jq:4.17.0 provides it",
        "marshal: {id: out, avro: {}}          | no data format 'avroJackson' here; org.apache.camel:camel-jackson-avro:4.17.0 provides it",
        "marshal: {id: out, zipFile: {}}       | no data format 'zipFile' here; org.apache.camel:camel-zipfile:4.17.0 provides it",
      })
  void whatIsMissingIsToldWithTheArtifactThatBringsIt(String step, String reason)
      throws IOException {
    home.save(
        MORE,
        "- route:\n    id: more\n    from:\n      uri: timer:more\n      steps:\n        - %s\n"
            .formatted(step));

    assertThat(problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .startsWith(MORE + ":6:")
                    .contains(reason)
                    .contains("put its jars into plugins/"));
  }

  @ParameterizedTest
  @CsvSource({"routeTemplate, 'id: t'", "templatedRoute, 'routeTemplateRef: t'"})
  void templatesAreRefusedWithWhatToWriteInstead(String entry, String content) throws IOException {
    home.save(MORE, "- %s: {%s}\n".formatted(entry, content));

    assertThat(problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .startsWith(MORE + ":1:3: '%s' cannot be an entry; ".formatted(entry))
                    .contains("write the routes, with {{settings}} for what differs"));
  }

  @Test
  void aComponentInAJarIsKnownLikeTheServicesOwn() throws IOException {
    EditedHome equipped = EditedHome.in(parent);
    PluginJar.component(Files.createDirectories(equipped.directory().resolve("plugins")));
    String route =
        "- route: {id: more, from: {uri: 'timer:more', steps: [{to: {id: loud, uri: '%s'}}]}}\n";
    try (ServiceBeans own =
        ServiceBeans.of(
            TrainyardApplication.class,
            "--trainyard.home=" + equipped.directory(),
            "--logging.level.root=off")) {
      RouteCheck ownCheck = new RouteCheck(own.getBeanFactory(), own.getEnvironment());

      equipped.save(MORE, route.formatted("shout:edge"));
      assertThat(ownCheck.check(Home.of(own.getEnvironment()).routes(ProcessRole.ALL)).problems())
          .isEmpty();

      equipped.save(MORE, route.formatted("shoot:edge"));
      assertThat(ownCheck.check(Home.of(own.getEnvironment()).routes(ProcessRole.ALL)).problems())
          .singleElement()
          .satisfies(
              problem ->
                  assertThat(problem.message())
                      .contains("no component 'shoot'; did you mean shout"));
    }
    home.save(MORE, route.formatted("shout:edge"));
    assertThat(problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("no component 'shout'"));
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
          routes/api/start.camel.yaml | method: | methd: | 'methd' is not allowed in 'bean'; did you mean method
          routes/worker/training.camel.yaml | slots: | slot: | training-queue has no option 'slot'; did you mean slots
          routes/worker/training.camel.yaml | uri: direct:validate | uri: direct:validat | no route is from 'direct:validat'; did you mean direct:validate
          routes/worker/training.camel.yaml | routeConfigurationId: training-errors | routeConfigurationId: training-error | no routeConfiguration 'training-error'; did you mean training-errors
          routes/worker/training.camel.yaml | id: run-persist | id: run-validate | the id 'run-validate' is already in routes/worker/training.camel.yaml:
          routes/maintenance/reconcile.camel.yaml | reconcile-interval | reconcile-intervall | no setting 'trainyard.queue.reconcile-intervall'; did you mean trainyard.queue.reconcile-interval
          routes/maintenance/reconcile.camel.yaml | timer:reconcile | timerr:reconcile | no component 'timerr'; did you mean timer
          routes/worker/dead-letter.camel.yaml | ${header.TrainyardRetried} == | ${header.TrainyardRetried == | the expression cannot be read
          routes/worker/errors.camel.yaml | backOffMultiplier: 2 | backOffMultiplier: fifty | 'fifty' is not a number
          routes/worker/training.camel.yaml | slots: "{{trainyard.worker.slots}}" | slots: some | 'some' is not a number
          routes/worker/errors.camel.yaml | redeliveryDelay: 500 | redeliveryDelay: 5 minutes | '5 minutes' is not a valid duration; write 500 (milliseconds), 500ms, 5s, 2m or 1h30m
          routes/worker/errors.camel.yaml | useExponentialBackOff: true | useExponentialBackOff: yes | 'yes' is neither true nor false
          routes/worker/errors.camel.yaml | ref: outage | ref: outrage | no bean 'outrage'; did you mean outage
          routes/worker/errors.camel.yaml | method: "explains(${exception})" | method: "explain(${exception})" | no method 'explain'; did you mean explains
          routes/worker/errors.camel.yaml | method: "explains(${exception})" | method: explain | no method 'explain'; did you mean explains
          routes/worker/errors.camel.yaml | method: "explains(${exception})" | method: "explains(${exception}" | 'explains(${exception}' is neither a method nor method(arguments)
          routes/worker/errors.camel.yaml | java.lang.OutOfMemoryError | java.lang.OutOfMemory | no class 'java.lang.OutOfMemory'
          routes/worker/errors.camel.yaml | loggingLevel: INFO | loggingLevel: INFORM | 'INFORM' is none of: TRACE, DEBUG, INFO, WARN, ERROR, OFF
          routes/worker/dead-letter.camel.yaml | initialDelay: 1s | initialDelay: soon | 'soon' is not a valid duration
          routes/maintenance/reconcile.camel.yaml | uri: timer:reconcile | uri: timer:reconcile?delay=fifty | 'fifty' is not a valid duration
          routes/worker/dead-letter.camel.yaml | multiplier: "{{trainyard.retry.multiplier}}" | multiplier: "{{trainyard.retry.max-delay}}" | '5m' is not a number
          routes/worker/training.camel.yaml | training-queue:training | training-queue:trainings | there is no training-queue:trainings, but training-queue:training
          routes/api/answers.camel.yaml | constant: "true" | constant: "sure" | 'sure' is neither true nor false
          routes/api/rest.camel.yaml | component: platform-http | component: platform-htpp | no component 'platform-htpp'; did you mean platform-http
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
  void anyKeyThatIsMisspeltIsToldInItsLine() throws IOException {
    long seed = Long.getLong("trainyard.edit-seed", System.nanoTime());
    Random random = new Random(seed);
    SortedMap<String, String> project = read().readable();
    List<String> names = List.copyOf(project.keySet());
    for (int i = 0; i < 60; i++) {
      String name = names.get(random.nextInt(names.size()));
      List<String> lines = new ArrayList<>(project.get(name).lines().toList());
      int line = random.nextInt(lines.size());
      Matcher key = KEY.matcher(lines.get(line));
      if (key.matches()) {
        lines.set(line, key.group("before") + "x:" + key.group("after"));
        SortedMap<String, String> texts = new TreeMap<>(project);
        texts.put(name, String.join("\n", lines) + "\n");
        assertThat(check.check(RouteFiles.of(home.directory(), texts)).problems())
            .as("seed %d, %s:%d %s", seed, name, line + 1, lines.get(line))
            .anySatisfy(
                problem -> {
                  assertThat(problem.file()).isEqualTo(name);
                  assertThat(problem.line()).isEqualTo(line + 1);
                });
      }
    }
  }

  @Test
  void aRouteThatTheServiceNeedsIsLeftOutOnPurposeOnly() throws IOException {
    String reconcile = "routes/maintenance/reconcile.camel.yaml";
    home.save(reconcile, home.text(reconcile).lines().findFirst().orElseThrow() + "\n");

    assertThat(problems())
        .singleElement()
        .extracting(FileProblem::toString)
        .asString()
        .isEqualTo(
            reconcile
                + ": is empty; the service needs the route reconcile. Put it back as it was delivered."
                + " To do without on purpose, set trainyard.routes.without=reconcile");
    assertThat(command(home.directory().toString(), "--trainyard.routes.without=reconcile"))
        .startsWith("0 ");
    assertThat(command(home.directory().toString(), "--trainyard.routes.without=reconcil"))
        .startsWith("2 ")
        .contains("trainyard.routes.without names 'reconcil'", "did you mean reconcile?");
  }

  @Test
  void aFileThatIsCutOffBetweenTwoStepsIsNoFileOfTheService() throws IOException {
    String enqueue = "routes/api/start.camel.yaml";
    String text = home.text(enqueue);
    home.save(
        enqueue,
        text.substring(0, text.indexOf("        - bean:\n            id: start-accepted")));

    assertThat(problems())
        .extracting(FileProblem::toString)
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith(enqueue + ":55: is cut off here: it has the first 55 of its"));
  }

  @Test
  void aFileThatIsCutOffWithinItsLastLineIsToldWithoutCountingLines() throws IOException {
    String enqueue = "routes/api/start.camel.yaml";
    String text = home.text(enqueue).stripTrailing();
    home.save(enqueue, text.substring(0, text.length() - 1));

    assertThat(problems())
        .extracting(FileProblem::toString)
        .contains(
            "%s:%d: is cut off within this line; save it whole. If the rest is removed on purpose, end the line"
                .formatted(enqueue, text.lines().count()));
  }

  @Test
  void aLastLineThatIsShorterNowAndEndsIsNoCut() throws IOException {
    String enqueue = "routes/api/start.camel.yaml";
    String text = home.text(enqueue).stripTrailing();
    home.save(enqueue, text.substring(0, text.length() - 1) + "\n");

    assertThat(problems())
        .extracting(FileProblem::message)
        .noneMatch(message -> message.contains("cut off"));
  }

  @Test
  void whereNoServiceRunsNobodyIsSentToItsApi() {
    home.delete("routes/maintenance/reconcile.camel.yaml");
    home.save("routes/api/rest.camel.yaml", "# later\n");

    assertThat(command(home.directory().toString()))
        .startsWith("1 ")
        .contains("needs the route reconcile", "needs a 'restConfiguration'", "as it was delivered")
        .doesNotContain("rollback");
  }

  @Test
  void aRefusedEditIsUndoneByARollback() throws IOException {
    home.delete("routes/maintenance/reconcile.camel.yaml");

    assertThat(check.check(read(), Remedy.ROLLBACK).problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .contains("Put it back (POST /routes/rollback does). To do without"));
  }

  @Test
  void aMethodMayBeNamedAsCamelAllowsIt() throws IOException {
    for (String method : List.of("get", "get()", "get().running", "get.running[0]")) {
      home.save(
          MORE,
          route(
              "more",
              "timer:more",
              "- setBody: {id: more-body, method: {ref: queueResource, method: \"%s\"}}"
                  .formatted(method)));

      assertThat(problems()).as(method).isEmpty();
    }
  }

  @Test
  void aDurationThatCamelCannotReadEitherIsToldOnce() throws IOException {
    home.replace(
        "routes/worker/errors.camel.yaml", "redeliveryDelay: 500", "redeliveryDelay: soon");

    assertThat(problems())
        .isNotEmpty()
        .allMatch(problem -> problem.message().contains("'soon'"))
        .extracting(FileProblem::line)
        .doesNotHaveDuplicates();
  }

  @Test
  void aMistakeInARouteConfigurationIsToldOnceAndWhereItIs() throws IOException {
    home.replace("routes/api/answers.camel.yaml", "ref: problems", "ref: problem");

    assertThat(problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.file()).isEqualTo("routes/api/answers.camel.yaml"));
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
        .extracting(FileProblem::toString)
        .asString()
        .contains("a route from 'training-queue:training' is already in routes/");
  }

  @Test
  void allMistakesAreToldAtOnce() throws IOException {
    home.replace(QUEUE, "ref: queueResource", "ref: queueResorce");
    home.replace("routes/worker/training.camel.yaml", "slots:", "slot:");

    assertThat(problems()).extracting(FileProblem::file).hasSize(2).doesNotHaveDuplicates();
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
  void aFileThatIsNoTextIsRefusedWhereItIsNone() throws IOException {
    home.save(MORE, "- route:\n    id: gr\u00F6\u00DFe\n".getBytes(StandardCharsets.ISO_8859_1));
    home.save("routes/api/nul.camel.yaml", "# \0\n");
    home.save("routes/api/large.camel.yaml", "# large\n".repeat(200_000));

    assertThat(problems())
        .extracting(FileProblem::toString)
        .containsExactly(
            "routes/api/large.camel.yaml: is 1.6 MB; the limit is 1 MB",
            MORE + ":2:11: is not UTF-8 text: the byte 0xF6",
            "routes/api/nul.camel.yaml:1:3: the character U+0000, which YAML does not allow");
  }

  @Test
  void aStrategyFileThatIsNoTextIsRefusedToo() {
    String file = "config/strategies/more.yaml";
    home.save(file, "name: GR\u00D6SSE\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(command(home.directory().toString()))
        .contains(file + ":1:9: is not UTF-8 text: the byte 0xD6", "1 problem");
  }

  @Test
  void whatIsNestedTooDeepIsToldWhereItIsTooDeep() throws IOException {
    home.save(MORE, "- route: " + "[".repeat(20_000) + "]".repeat(20_000));
    home.save("routes/api/block.camel.yaml", "- ".repeat(20_000) + "x\n");
    home.save("routes/api/open.camel.yaml", "- route: " + "{a: ".repeat(20_000));

    assertThat(problems())
        .extracting(FileProblem::toString)
        .containsExactly(
            "routes/api/block.camel.yaml:1:401: is nested deeper than 200 levels",
            MORE + ":1:208: is nested deeper than 200 levels",
            "routes/api/open.camel.yaml:1:802: is nested deeper than 200 levels");
  }

  @Test
  void aFileIsNestedAsDeepAsItMay() throws IOException {
    String steps =
        IntStream.range(0, 60)
            .mapToObj("{filter: {id: f%d, simple: 'true', steps: ["::formatted)
            .collect(Collectors.joining());
    home.save(
        MORE,
        """
        - route:
            id: deep
            from:
              uri: timer:deep
              steps: [%s{log: {id: l, message: deep}}%s]
        """
            .formatted(steps, "]}}".repeat(60)));

    assertThat(problems()).isEmpty();
  }

  @Test
  void aliasesThatMakeTooMuchOfAFileAreToldWhereTheyDo() throws IOException {
    StringBuilder bomb = new StringBuilder("- &a0 [x, x, x]\n");
    for (int i = 1; i <= 30; i++) {
      bomb.append("- &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i - 1, i - 1, i - 1));
    }
    home.save(MORE, bomb.toString());
    home.save(
        "routes/api/chain.camel.yaml",
        "- &a [%sx%s]\n- &b [%s*a%s]\n"
            .formatted("[".repeat(150), "]".repeat(150), "[".repeat(150), "]".repeat(150)));

    assertThat(problems())
        .extracting(FileProblem::toString)
        .containsExactly(
            "routes/api/chain.camel.yaml:2:156: is nested deeper than 200 levels, or an anchor contains itself",
            MORE + ":11:3: has more than 100000 values when its aliases are expanded");
  }

  @Test
  void aStrategyFileThatIsNestedTooDeepIsRefused() {
    String file = "config/strategies/more.yaml";
    home.save(file, "name: " + "[".repeat(20_000));

    assertThat(command(home.directory().toString()))
        .contains(file + ":1: is nested deeper than 200 levels", "1 problem");
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
  }

  @Test
  void aFileThatLooksLikeARouteFileAndIsNotReadIsTold() throws IOException {
    home.save("routes/worker/notify.yaml", "");
    Files.createDirectories(home.file("routes/worker/mine"));
    home.save("routes/worker/mine/notify.camel.yaml", "");
    home.save("routes/worker/.notify.yaml", "");
    Files.createDirectories(home.file("routes/worker/..2026_12_01"));
    home.save("routes/worker/..2026_12_01/hidden.yaml", "");
    home.save("config/strategies/mine.yml", "");
    String places = "routes/api, routes/worker, routes/maintenance";

    assertThat(command(home.directory().toString()))
        .startsWith("0 ")
        .contains(
            "routes/worker/notify.yaml: ignored: files must end in .camel.yaml and be directly in "
                + places,
            "routes/worker/mine/notify.camel.yaml: ignored",
            "config/strategies/mine.yml: ignored: files must end in .yaml and be directly in config/strategies")
        .doesNotContain(".notify", "hidden");
  }

  @Test
  void whatCannotBeCheckedIsToldInOneLineThatSaysWhatToDo(CapturedOutput printed)
      throws IOException {
    Path empty = Files.createTempDirectory(parent, "empty");
    Path file = home.file(QUEUE);

    assertNotChecked(
        "there is no directory /nowhere. Name one with routes/ and config/.", "/nowhere");
    assertNotChecked(
        file + " is a file. Name a directory with routes/ and config/.", file.toString());
    assertNotChecked(
        "there is no directory routes in %s. Name one with routes/ and config/.".formatted(empty),
        empty.toString());
    assertNotChecked("one directory can be checked at a time, not 2: a b", "a", "b");
    assertNotChecked(
        "There is no directory routes in %s. Start in the directory that contains it, or name that directory with --trainyard.home=."
            .formatted(empty),
        "--trainyard.home=" + empty);
    assertThat(printed.getAll()).isEmpty();
  }

  @Test
  void theSchemaOfADirectoryWithoutRoutesIsRefusedInOneLine() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    SchemaCommand schema = new SchemaCommand(print(out), print(err));

    assertThat(schema.run(List.of("/nowhere/routes/route-schema.json"))).isEqualTo(1);
    assertThat(text(err))
        .isEqualTo(
            "The schema cannot be written: there is no directory /nowhere/routes. Start in the directory that contains routes/, or name a file: schema FILE\n");
    assertThat(schema.run(List.of("a", "b"))).isEqualTo(1);
    assertThat(schema.run(List.of("--help"))).isEqualTo(1);
    assertThat(text(out)).isEmpty();
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

  private static List<FileProblem> problems() throws IOException {
    return check.check(read()).problems();
  }

  private static RouteFiles read() throws IOException {
    return Home.of(beans.getEnvironment()).routes(ProcessRole.ALL);
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
    int status =
        new CheckCommand(TrainyardApplication.class, print(out), print(out))
            .run(List.of(arguments));
    return status + " " + text(out);
  }

  private static void assertNotChecked(String message, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        new CheckCommand(TrainyardApplication.class, print(out), print(err))
            .run(List.of(arguments));
    assertThat(text(err)).isEqualTo("Nothing was checked: %s\n".formatted(message));
    assertThat(text(out)).isEmpty();
    assertThat(status).isEqualTo(2);
  }

  private static PrintStream print(ByteArrayOutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8);
  }
}
