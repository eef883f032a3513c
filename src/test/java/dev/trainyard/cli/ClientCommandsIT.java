package dev.trainyard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.TrainyardApplication;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.api.SampleRows;
import dev.trainyard.cli.CommandRun.Outcome;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Stage;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The commands at a running service without workers: jobs stay as they are. */
class ClientCommandsIT extends ApiFixture {
  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String CSV =
      """
      timestamp,open,high,low,close,volume
      2026-01-01T00:00:00Z,1,2,1,2,5
      2026-01-01T00:05:00Z,2,3,1,2,5
      nonsense,2,3,1,2,5
      """;

  @Autowired private JobStore store;
  @Autowired private JobClaims claims;
  @TempDir private Path directory;

  @Test
  void aJobIsSubmittedListedShownCancelledAndRetried() {
    Outcome submitted =
        run("submit", "--strategy", "LIQUIDITY_SWEEP", "--symbol", "CLI/USDT", "-n", "7");
    assertThat(submitted.exit()).as(submitted.err()).isZero();
    assertThat(submitted.out()).matches(ID + "\n");
    String job = submitted.out().strip();
    assertThat(submitted.err()).contains("PENDING", "trainyard watch " + job);

    assertThat(run("jobs", "--symbol", "CLI/USDT", "-q").out()).isEqualTo(submitted.out());
    assertThat(run("jobs", "--symbol", "CLI/USDT").lines().get(1))
        .startsWith(job + "  PENDING")
        .contains("LIQUIDITY_SWEEP", "CLI/USDT 5m");
    assertThat(user().wide(80).run("jobs", "--symbol", "CLI/USDT").lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(run("show", job).out()).containsPattern("status +PENDING").contains("CLI/USDT 5m");
    assertThat(run("show", job, "--json").out().strip())
        .isEqualTo(get("/jobs/" + job).http().body());

    assertThat(run("cancel", job).out()).isEqualTo("Job %s is CANCELLED.\n".formatted(job));
    Outcome again = run("cancel", job);
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.err()).contains("CANCELLED");
    Outcome watched = run("watch", job);
    assertThat(watched.exit()).isEqualTo(1);
    assertThat(watched.err()).contains("The job is CANCELLED.");
    assertThat(run("retry", job, "-q").out()).isEqualTo(submitted.out());
    assertThat(run("logs", job).exit()).isZero();
    assertThat(run("trials", job).err()).contains("There are no trials yet.");
  }

  @Test
  void aRequestIsReadFromFilesAndStandardInputAndCorrectedByFlags() throws IOException {
    Path yaml =
        Files.writeString(
            directory.resolve("request.yaml"),
            """
            strategy: LIQUIDITY_SWEEP
            symbol: FILE/USDT
            n_iterations: 11
            validation: {holdout: 0.2}
            """);
    String job =
        run(
                "submit",
                yaml.toString(),
                "--seed",
                "9",
                "--set",
                "validation.windows=3",
                "--set",
                "regime=bull",
                "-q")
            .out()
            .strip();

    JsonNode request = get("/jobs/" + job).body().path("request");
    assertThat(request.path("n_iterations").asInt()).isEqualTo(11);
    assertThat(request.path("seed").asInt()).isEqualTo(9);
    assertThat(request.path("regime").asText()).isEqualTo("bull");
    assertThat(request.path("validation").path("holdout").asDouble()).isEqualTo(0.2);
    assertThat(request.path("validation").path("windows").asInt()).isEqualTo(3);

    Outcome broken = user().reading("strategy: [").run("submit", "-");
    assertThat(broken.exit()).isEqualTo(2);
    assertThat(broken.err()).startsWith("standard input: line ");
  }

  @Test
  void whatTheServiceRefusesIsToldFieldByField() {
    Outcome refused =
        run("submit", "--strategy", "NOPE", "--symbol", "btc", "--set", "n_iterations=0");

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("\n  strategy: ", "\n  symbol: ", "\n  n_iterations: ")
        .doesNotContain("Exception");
    assertThat(refused.out()).isEmpty();
  }

  @Test
  void aScheduleIsMadeChangedRunAndDeleted() {
    Outcome made =
        user()
            .reading(
                "{\"request\": {\"strategy\": \"SUPPLY_SHOCK\", \"symbol\": \"CLI/USD\", \"seed\": 7}}")
            .run("schedules", "create", "-", "--name", "cli", "--cron", "@daily", "-q");
    assertThat(made.exit()).as(made.err()).isZero();
    String id = made.out().strip();

    Outcome changed =
        run("schedules", "update", id, "--cron", "0 4 * * *", "--set", "request.seed=9", "--json");
    assertThat(changed.exit()).as(changed.err()).isZero();
    assertThat(changed.out())
        .contains("\"cron\":\"0 4 * * *\"", "\"strategy\":\"SUPPLY_SHOCK\"", "\"seed\":9");

    assertThat(run("schedules", "run", id).exit()).isZero();
    assertThat(run("jobs", "--symbol", "CLI/USD", "-q").lines()).hasSize(1);
    assertThat(run("schedules", "list").out()).contains("cli");
    assertThat(run("schedules", "delete", id).exit()).isZero();
    assertThat(run("schedules", "show", id).exit()).isEqualTo(1);
  }

  @Test
  void whatCannotBeMeantIsRefusedBeforeItIsSent() {
    assertThat(run("jobs", "--limit", "0").exit()).isEqualTo(2);
    assertThat(run("trials", "01890a5d-ac96-774b-bcce-b302099a8057", "--best", "-1").exit())
        .isEqualTo(2);
    Outcome key = run("submit", "--strategy", "X", "--symbol", "A/B", "--idempotency-key", "a\nb");
    assertThat(key.exit()).isEqualTo(2);
    assertThat(key.err()).contains("visible ASCII");
  }

  @Test
  void aRepeatedSubmissionWithTheSameKeyIsTheSameJob() {
    String[] line = {
      "submit",
      "--strategy",
      "LIQUIDITY_SWEEP",
      "--symbol",
      "ONCE/USDT",
      "-q",
      "--idempotency-key",
      UUID.randomUUID().toString()
    };

    assertThat(run(line).out()).isEqualTo(run(line).out());
    assertThat(run("jobs", "--symbol", "ONCE/USDT", "-q").lines()).hasSize(1);
  }

  @Test
  void aBatchIsSubmittedShownAndCancelled() {
    Outcome submitted =
        run("batch", "--strategies", "LIQUIDITY_SWEEP,SUPPLY_SHOCK", "--symbols", "BAT/USDT", "-q");
    assertThat(submitted.out()).as(submitted.err()).matches(ID + "\n");
    String batch = submitted.out().strip();

    assertThat(run("batch", "show", batch).out()).containsPattern("jobs +2").contains("PENDING=2");
    assertThat(run("jobs", "--batch", batch, "--limit", "1").err()).contains("--all");
    assertThat(run("jobs", "--batch", batch, "--all", "-q").lines()).hasSize(2);
    assertThat(run("batch", "cancel", batch).out()).isEqualTo("2 jobs are CANCELLED.\n");
    Outcome none = run("jobs", "--batch", batch, "--status", "PENDING");
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).isEqualTo("There are no such jobs.\n");
  }

  @Test
  void configurationsAreListedComparedExportedAndActivated() throws IOException {
    String one = SampleRows.configuration(jdbc, UUID.randomUUID().toString(), "CFG/USD", 0.25);
    String two = SampleRows.configuration(jdbc, UUID.randomUUID().toString(), "CFG/USD", 0.5);

    assertThat(
            run(
                    "configurations",
                    "--symbol",
                    "CFG/USD",
                    "--sort",
                    "net_profit",
                    "--no-active",
                    "-q")
                .lines())
        .containsExactly(two, one);
    Outcome csv = run("configurations", "--symbol", "CFG/USD", "--csv");
    assertThat(csv.lines()).hasSize(3);
    assertThat(csv.lines().get(0)).contains("config_id", "sharpe_ratio");
    assertThat(run("compare", one, two).out())
        .contains(one, two)
        .containsPattern("net_profit +0.25 +0.5")
        .containsPattern("parameters.pierce_depth +0.002 +0.002");
    Path file = directory.resolve("export.json");
    assertThat(run("export", one, "-o", file.toString()).exit()).isZero();
    assertThat(Files.readString(file)).contains("\"config_id\":\"%s\"".formatted(one));
    assertThat(run("export", one).out().strip())
        .isEqualTo(get("/configurations/%s/export".formatted(one)).http().body());

    Outcome active = run("activate", one);
    assertThat(active.out()).isEqualTo("Configuration %s is active.\n".formatted(one));
    assertThat(active.err()).contains("Warning: ");
    assertThat(run("configurations", "--symbol", "CFG/USD", "--active", "-q").out())
        .isEqualTo(one + "\n");
    assertThat(run("deactivate", one, "-q").out()).isEqualTo(one + "\n");

    Outcome report = run("report", one);
    assertThat(report.exit()).as("there are no candles to test it on").isEqualTo(1);
    assertThat(report.out()).isEmpty();
  }

  @Test
  void deadLettersAreListedShownReplayedAndDiscarded() {
    String one = deadLetter("CliFirst");
    String two = deadLetter("CliSecond");

    assertThat(run("failed", "--error-class", "CliFirst", "-q").out()).isEqualTo(one + "\n");
    assertThat(run("failed", "--kind", "permanent", "--error-class", "CliFirst").out())
        .contains("it broke", "BTC/USDT 5m");
    assertThat(run("failed", "show", one).out()).contains("CliFirst", "at line 1");
    assertThat(run("replay", one).out()).containsPattern("Job " + ID + " replays " + ID);
    Outcome again = run("replay", one);
    assertThat(again.exit()).isEqualTo(1);
    assertThat(run("replay", "--error-class", "CliSecond").out()).contains("replays 1 jobs.");
    assertThat(run("replay", "--error-class", "CliNone").out())
        .isEqualTo("There is nothing to replay.\n");
    assertThat(run("failed", "discard", one, two).exit()).isZero();
    assertThat(run("failed", "show", one).exit()).isEqualTo(1);
  }

  @Test
  void candlesAreImportedFromPlainAndCompressedFiles() throws IOException {
    Path plain = Files.writeString(directory.resolve("candles.csv"), CSV);
    Path packed = directory.resolve("candles.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(CSV.getBytes(UTF_8));
    }
    String[] market = {"--symbol", "IMP/USDT", "--timeframe", "5m", "--exchange", "cli"};

    Outcome tried =
        run(
            "import",
            "--dry-run",
            market[0],
            market[1],
            market[2],
            market[3],
            market[4],
            market[5],
            plain.toString());
    assertThat(tried.exit()).as(tried.err()).isZero();
    assertThat(tried.out())
        .contains("nothing is stored; of 3 candles 2 would be inserted")
        .doesNotContain("import");
    assertThat(tried.err()).contains(" sent and being read").doesNotContain("being stored");

    Outcome stored =
        run(
            "import",
            market[0],
            market[1],
            market[2],
            market[3],
            market[4],
            market[5],
            plain.toString());
    assertThat(stored.exit()).as(stored.err()).isZero();
    assertThat(stored.out()).contains("2 inserted", "1 rejected");
    assertThat(stored.err()).contains(plain + ":4: ").contains(" sent and being stored");
    assertThat(
            run(
                    "import",
                    "--strict",
                    market[0],
                    market[1],
                    market[2],
                    market[3],
                    market[4],
                    market[5],
                    packed.toString(),
                    "-q")
                .exit())
        .isEqualTo(1);
    assertThat(run("market-data", "--all").out()).containsPattern("cli +IMP/USDT +5m +2 ");

    Outcome refused = run("import", "--symbol", "IMP/USDT", "--timeframe", "7m", plain.toString());
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("timeframe");
  }

  @Test
  void theQueueIsShownPausedAndResumed() {
    assertThat(run("pause").out()).isEqualTo("The queue is paused.\n");
    try {
      assertThat(run("queue").out()).contains("paused: no job is handed out");
      assertThat(run("pause", "-q").out()).isEmpty();
    } finally {
      assertThat(run("resume").out()).isEqualTo("The queue is open.\n");
    }
    assertThat(run("queue").out()).containsPattern("queue +open").containsPattern("ready +high=");
    assertThat(run("overview").out())
        .containsPattern("may you sleep +")
        .containsPattern("ready +high=");
    assertThat(run("queue", "--json").out()).contains("\"paused\":false");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          workers                    | ''
          strategies                 | LIQUIDITY_SWEEP
          strategies LIQUIDITY_SWEEP | pierce_depth
          routes --all               | routes/api/
          routes edits               | ''
          whoami                     | admin
          """)
  void whatThereIsIsShown(String line, String contained) {
    Outcome shown = run(line.split(" ", -1));

    assertThat(shown.exit()).as(shown.err()).isZero();
    assertThat(shown.out()).contains(contained);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          show 01890a5d-ac96-774b-bcce-b302099a8057        | 1
          watch 01890a5d-ac96-774b-bcce-b302099a8057       | 1
          logs 01890a5d-ac96-774b-bcce-b302099a8057        | 1
          trials --csv 01890a5d-ac96-774b-bcce-b302099a8057 | 1
          report 01890a5d-ac96-774b-bcce-b302099a8057      | 1
          strategies NOPE                                  | 1
          show nosuch                                      | 2
          show ../queue                                    | 2
          jobs --status LOST                               | 2
          jobs --symbol x --limit 1                        | 0
          """)
  void whatIsNotThereEndsWithItsExitCode(String line, int exit) {
    Outcome missing = run(line.split(" ", -1));

    assertThat(missing.exit()).as(missing.err()).isEqualTo(exit);
    assertThat(missing.err()).isNotEmpty().doesNotContain("defect", "Exception");
  }

  /** Processes, as scripts start them: Ctrl-C on no terminal leaves the job running. */
  @Test
  void anInterruptedScriptLeavesItsJobRunning() throws Exception {
    try (JavaProcess waiting =
        JavaProcess.start(
            directory,
            List.of(),
            Map.of("TRAINYARD_URL", "http://localhost:" + port(), "HOME", directory.toString()),
            TrainyardApplication.class,
            "submit",
            "--strategy",
            "LIQUIDITY_SWEEP",
            "--symbol",
            "INT/USDT",
            "--wait")) {
      await().atMost(Patience.LIMIT).until(() -> waiting.errors().contains("pending ["));
      new ProcessBuilder("kill", "-INT", Long.toString(waiting.pid())).start().waitFor();

      assertThat(waiting.exitCode()).isEqualTo(130);
      assertThat(waiting.errors()).contains("The job goes on. Show it with: trainyard watch ");
    }
    String job = run("jobs", "--symbol", "INT/USDT", "-q").out().strip();
    assertThat(get("/jobs/" + job).body().path("status").asText()).isEqualTo("PENDING");
  }

  /** The dead letter of a job that a worker has failed. */
  private String deadLetter(String errorClass) {
    String job =
        run("submit", "--strategy", "LIQUIDITY_SWEEP", "--symbol", "BTC/USDT", "-q").out().strip();
    store.fail(
        claims.claim(List.of(UUID.fromString(job)), "worker", true).get(0).lease(),
        new JobFailure(
            FailureKind.PERMANENT, errorClass, "it broke", Stage.OPTIMIZATION, "at line 1"));
    return run("failed", "--job", job, "-q").out().strip();
  }

  private CommandRun user() {
    return CommandRun.at(port());
  }

  private Outcome run(String... words) {
    return user().run(words);
  }
}
