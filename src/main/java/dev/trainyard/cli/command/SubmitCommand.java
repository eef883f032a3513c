package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.cli.client.Answer;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.command.ServiceOptions.Format;
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

/** {@code submit}: a training request becomes a job. */
@Command(
    name = "submit",
    description = "Submit a training request; print the id of its job.",
    footer = {
      "%nExamples:",
      "  trainyard submit --strategy LIQUIDITY_SWEEP --symbol BTC/USDT --wait",
      "  trainyard submit --strategy LIQUIDITY_SWEEP --symbols BTC/USDT,ETH/USDT --across worst",
      "  trainyard submit request.yaml --iterations 500 --set validation.windows=3",
      "%nWith --wait, Ctrl-C asks whether to cancel the job; a second one leaves it running."
    })
public final class SubmitCommand extends ServiceCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The request as JSON or YAML; - reads standard input.")
  private @Nullable String file;

  @Mixin private final BodyOptions body = new BodyOptions();

  @Option(names = "--strategy", paramLabel = "NAME", description = "Strategy to train.")
  private @Nullable String strategy;

  @Option(
      names = "--symbol",
      paramLabel = "SYMBOL",
      description = "Market to train on, such as BTC/USDT.")
  private @Nullable String symbol;

  @Option(
      names = "--symbols",
      split = ",",
      paramLabel = "SYMBOL",
      description = "Several markets to train one set of parameters on, instead of one.")
  private List<String> symbols = new ArrayList<>();

  @Option(names = "--timeframe", paramLabel = "LENGTH", description = "Length of a candle.")
  private @Nullable String timeframe;

  @Mixin private final TrainingOptions training = new TrainingOptions();

  @Mixin private final Submission submission = new Submission();

  @Option(
      names = {"-w", "--wait"},
      description = "Wait for the end of the job; exit 1 when it failed or was cancelled.")
  private boolean wait;

  /** Creates the command. */
  public SubmitCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) throws IOException, InterruptedException {
    ObjectNode request = body.read(file, session.shell());
    TrainingOptions.text(request, "strategy", strategy);
    TrainingOptions.text(request, "symbol", symbol);
    if (!symbols.isEmpty()) {
      symbols.forEach(request.putArray("symbols")::add);
    }
    TrainingOptions.text(request, "timeframe", timeframe);
    training.into(request);
    Answer answer = submission.post(session, ServicePath.of("/start"), request);
    JsonNode submitted = answer.json();
    String job = Cells.text(submitted, "job_id");
    if (!wait) {
      session.show(answer, "job_id", started -> session.say(job));
      String position = Cells.text(submitted, "queue_position");
      session.note(
          "%s%s. Watch it with: trainyard watch %s"
              .formatted(
                  Cells.text(submitted, "status"),
                  position.isEmpty() ? "" : ", place %s in the queue".formatted(position),
                  job));
      return DONE;
    }
    if (session.format() == Format.IDS) {
      session.say(job);
    } else {
      session.note("Job " + job);
    }
    LiveLine line = new LiveLine(session.shell());
    InterruptQuestion question =
        new InterruptQuestion(
            session.shell(),
            line,
            "job",
            "trainyard watch " + job,
            () -> session.service().delete(ServicePath.of("/jobs/{}", job)),
            Runtime.getRuntime()::halt);
    Runnable restore = OsSignal.handle("INT", question::pressed);
    try {
      return new JobWatch(session, line, null).runSubmitted(job);
    } finally {
      restore.run();
    }
  }
}
