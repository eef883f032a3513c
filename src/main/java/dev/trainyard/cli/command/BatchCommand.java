package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.cli.client.Answer;
import dev.trainyard.cli.client.Outage;
import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.command.ServiceOptions.Format;
import dev.trainyard.cli.terminal.Bar;
import dev.trainyard.cli.terminal.LiveLine;
import dev.trainyard.cli.terminal.Shell;
import dev.trainyard.process.OsSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code batch}: a job for each combination; and what became of them. */
@Command(
    name = "batch",
    description = "Submit a job for each combination of strategies, symbols and timeframes.",
    footer = {
      "%nExamples:",
      "  trainyard batch --strategies LIQUIDITY_SWEEP,SUPPLY_SHOCK --symbols BTC/USDT,ETH/USDT"
          + " --wait",
      "  trainyard batch show 01980a5e-11aa-7f00-8d0e-5b9a2c3d4e5f"
    })
public final class BatchCommand extends ServiceCommand {
  private static final long POLL_MILLIS = 1_000;
  private static final int BAR = 30;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The request as JSON or YAML; - reads standard input.")
  private @Nullable String file;

  @Mixin private final BodyOptions body = new BodyOptions();

  @Option(names = "--strategies", split = ",", paramLabel = "NAME", description = "Strategies.")
  private List<String> strategies = new ArrayList<>();

  @Option(names = "--symbols", split = ",", paramLabel = "SYMBOL", description = "Markets.")
  private List<String> symbols = new ArrayList<>();

  @Option(
      names = "--timeframes",
      split = ",",
      paramLabel = "LENGTH",
      description = "Lengths of a candle.")
  private List<String> timeframes = new ArrayList<>();

  @Mixin private final TrainingOptions training = new TrainingOptions();

  @Mixin private final Submission submission = new Submission();

  @Option(
      names = {"-w", "--wait"},
      description = "Wait for the end of all jobs; exit 1 when one failed or was cancelled.")
  private boolean wait;

  /** Creates the command. */
  public BatchCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) throws IOException, InterruptedException {
    ObjectNode request = body.read(file, session.shell());
    list(request, "strategies", strategies);
    list(request, "symbols", symbols);
    list(request, "timeframes", timeframes);
    training.into(request);
    Answer answer = submission.post(session, ServicePath.of("/batches"), request);
    String batch = Cells.text(answer.json(), "batch_id");
    if (session.format() == Format.JSON && wait) {
      session.note("Batch " + batch);
    } else {
      session.show(
          answer,
          "batch_id",
          made -> session.say("Batch %s has %s jobs.".formatted(batch, Cells.text(made, "jobs"))));
    }
    return wait ? await(session, batch) : DONE;
  }

  private static void list(ObjectNode request, String field, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = request.putArray(field);
      values.forEach(list::add);
    }
  }

  private static int await(Session session, String batch) throws InterruptedException {
    LiveLine line = new LiveLine(session.shell());
    ServicePath path = ServicePath.of("/batches/{}", batch);
    InterruptQuestion question =
        new InterruptQuestion(
            session.shell(),
            line,
            "batch",
            "trainyard batch show " + batch,
            () -> session.service().delete(path),
            Runtime.getRuntime()::halt);
    Runnable restore = OsSignal.handle("INT", question::pressed);
    try {
      Answer answer = session.service().get(path);
      Outage outage = JobWatch.outage(session);
      while (open(answer.json()) > 0) {
        if (session.format() != Format.IDS) {
          show(line, answer.json());
        }
        Thread.sleep(POLL_MILLIS);
        try {
          answer = session.service().get(path);
          outage.over();
        } catch (ServiceException e) {
          outage.await(e, reason -> line.above(session.shell().err(), reason + " Trying again."));
        }
      }
      line.clear();
      JsonNode ended = answer.json();
      if (session.format() == Format.JSON) {
        session.json(answer);
      } else if (session.format() == Format.TABLE) {
        print(session, ended);
      }
      boolean allCompleted = count(ended, "COMPLETED") == ended.path("jobs").asInt();
      return allCompleted ? DONE : FAILED;
    } finally {
      line.clear();
      restore.run();
    }
  }

  private static void show(LiveLine line, JsonNode batch) {
    int ended = batch.path("jobs").asInt() - open(batch);
    String counts = "%d of %s jobs ended".formatted(ended, Cells.text(batch, "jobs"));
    line.show(
        counts,
        "%s %s %% %s"
            .formatted(
                Bar.of(batch.path("percentage").asDouble(), BAR),
                JobColumns.percent(batch),
                counts));
  }

  private static int open(JsonNode batch) {
    return count(batch, "PENDING") + count(batch, "RUNNING");
  }

  private static int count(JsonNode batch, String status) {
    return batch.path("status").path(status).asInt();
  }

  private static void print(Session session, JsonNode batch) {
    new Details()
        .add("batch", Cells.text(batch, "batch_id"))
        .add("jobs", Cells.text(batch, "jobs"))
        .add("status", Cells.pairs(batch.path("status")))
        .add("percentage", JobColumns.percent(batch))
        .add("created", Cells.time(batch, "created_at"))
        .add("created by", Cells.text(batch, "created_by"))
        .add("cancelled", Cells.time(batch, "cancelled_at"))
        .print(session);
  }

  /** {@code batch show}. */
  @Command(name = "show", description = "Show how far the jobs of a batch are.")
  public static final class Show extends ServiceCommand {
    @Parameters(paramLabel = "BATCH", description = "Id of the batch.")
    private String batch = "";

    /** Creates the command. */
    public Show(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      session.show(
          session.service().get(ServicePath.of("/batches/{}", batch)),
          "batch_id",
          shown -> print(session, shown));
      return DONE;
    }
  }

  /** {@code batch cancel}. */
  @Command(name = "cancel", description = "Cancel the jobs of a batch that have not ended.")
  public static final class Cancel extends ServiceCommand {
    @Parameters(paramLabel = "BATCH", description = "Id of the batch.")
    private String batch = "";

    /** Creates the command. */
    public Cancel(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      session.show(
          session.service().delete(ServicePath.of("/batches/{}", batch)),
          "batch_id",
          ended -> session.say("%s jobs are CANCELLED.".formatted(Cells.text(ended, "cancelled"))));
      return DONE;
    }
  }
}
