package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.cli.client.Answer;
import dev.trainyard.cli.client.Outage;
import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.command.ServiceOptions.Format;
import dev.trainyard.cli.terminal.Bar;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.LiveLine;
import dev.trainyard.cli.terminal.Shell;
import dev.trainyard.process.OsSignal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fetch}: candles from an exchange; and what became of them. */
@Command(
    name = "fetch",
    description = "Fetch the candles of a market from its exchange: those that are missing.",
    footer = {
      "%nExamples:",
      "  trainyard fetch --exchange binance --symbol BTC/USDT --timeframe 5m --from"
          + " 2026-01-01T00:00:00Z",
      "  trainyard fetch list"
    })
public final class FetchCommand extends ServiceCommand {
  private static final long POLL_MILLIS = 1_000;
  private static final int BAR = 30;
  private static final List<String> OPEN = List.of("PENDING", "RUNNING");

  @Option(
      names = "--exchange",
      defaultValue = "binanceus",
      paramLabel = "NAME",
      description = "Exchange that is asked. Default: binanceus.")
  private String exchange = "";

  @Option(names = "--symbol", paramLabel = "SYMBOL", description = "Market, such as BTC/USDT.")
  private @Nullable String symbol;

  @Option(
      names = "--timeframe",
      paramLabel = "LENGTH",
      description = "Length of a candle, such as 5m.")
  private @Nullable String timeframe;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "First candle, such as 2026-01-31T08:30:00Z, or 2026-01-31 for its midnight in UTC. Default: the first stored one, or 30 days"
              + " ago.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "End, exclusive. Default: now.")
  private @Nullable String to;

  @Option(names = "--no-wait", description = "Do not wait for the end.")
  private boolean noWait;

  /** Creates the command. */
  public FetchCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) throws InterruptedException {
    // Not required by the parser, which would ask for them beside a subcommand too
    if (symbol == null || timeframe == null) {
      throw new ServiceException(
          ServiceException.USAGE, "Name the market with --symbol and --timeframe.");
    }
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    if (from != null) {
      request.put("from", from);
    }
    if (to != null) {
      request.put("to", to);
    }
    Answer answer =
        session
            .service()
            .post(
                ServicePath.of(
                    "/market-data/{}/{}/{}/fetch", exchange, symbol.replace('/', '-'), timeframe),
                request,
                Map.of());
    String fetch = Cells.text(answer.json(), "fetch_id");
    if (noWait) {
      session.show(answer, "fetch_id", made -> session.say("Fetch " + fetch));
      return DONE;
    }
    session.note("Fetch " + fetch);
    return await(session, ServicePath.of("/fetches/{}", fetch), fetch);
  }

  private static int await(Session session, ServicePath path, String fetch)
      throws InterruptedException {
    LiveLine line = new LiveLine(session.shell());
    InterruptQuestion question =
        new InterruptQuestion(
            session.shell(),
            line,
            "fetch",
            "trainyard fetch show " + fetch,
            () -> session.service().delete(path),
            Runtime.getRuntime()::halt);
    Runnable restore = OsSignal.handle("INT", question::pressed);
    try {
      Answer answer = session.service().get(path);
      Outage outage = JobWatch.outage(session);
      while (OPEN.contains(Cells.text(answer.json(), "status"))) {
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
      session.show(answer, "fetch_id", ended -> print(session, ended));
      return Cells.text(answer.json(), "status").equals("COMPLETED") ? DONE : FAILED;
    } finally {
      line.clear();
      restore.run();
    }
  }

  private static void show(LiveLine line, JsonNode fetch) {
    String counts =
        "%s candles, %s new"
            .formatted(Cells.text(fetch, "received"), Cells.text(fetch, "inserted"));
    line.show(
        counts,
        "%s %.0f %% %s"
            .formatted(
                Bar.of(fetch.path("percentage").asDouble(), BAR),
                fetch.path("percentage").asDouble(),
                counts));
  }

  private static void print(Session session, JsonNode fetch) {
    new Details()
        .add("fetch", Cells.text(fetch, "fetch_id"))
        .add("status", Cells.text(fetch, "status"))
        .add(
            "series",
            "%s %s %s"
                .formatted(
                    Cells.text(fetch, "exchange"),
                    Cells.text(fetch, "symbol"),
                    Cells.text(fetch, "timeframe")))
        .add("from", Cells.time(fetch, "from"))
        .add("to", Cells.time(fetch, "to"))
        .add("received", Cells.text(fetch, "received"))
        .add("new", Cells.text(fetch, "inserted"))
        .add("requests", Cells.text(fetch, "requests"))
        .add("retries", Cells.text(fetch, "retries"))
        .add("asked again", Cells.text(fetch, "retry_reason"))
        .add("earliest", Cells.time(fetch, "earliest"))
        .add("error", Cells.text(fetch, "error"))
        .print(session);
  }

  /** {@code fetch list}. */
  @Command(name = "list", description = "List fetches, the newest first.")
  public static final class ListFetches extends ServiceCommand {
    @Mixin private final PageOptions page = new PageOptions();

    /** Creates the command. */
    public ListFetches(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      session.list(
          ServicePath.of("/fetches"),
          page.most(),
          "fetch_id",
          "Nothing was fetched yet.",
          List.of(
              Column.whole("FETCH", row -> Cells.text(row, "fetch_id")),
              Column.whole("STATUS", row -> Cells.text(row, "status")),
              Column.whole("EXCHANGE", row -> Cells.text(row, "exchange")),
              Column.whole("SYMBOL", row -> Cells.text(row, "symbol")),
              Column.whole("LENGTH", row -> Cells.text(row, "timeframe")),
              Column.number("NEW", row -> Cells.text(row, "inserted")),
              Column.words("ERROR", row -> Cells.text(row, "error"))));
      return DONE;
    }
  }

  /** {@code fetch show}. */
  @Command(name = "show", description = "Show how far a fetch is.")
  public static final class Show extends ServiceCommand {
    @Parameters(paramLabel = "FETCH", description = "Id of the fetch.")
    private String fetch = "";

    /** Creates the command. */
    public Show(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      session.show(
          session.service().get(ServicePath.of("/fetches/{}", fetch)),
          "fetch_id",
          shown -> print(session, shown));
      return DONE;
    }
  }

  /** {@code fetch cancel}. */
  @Command(name = "cancel", description = "Cancel a fetch; what it has brought stays.")
  public static final class Cancel extends ServiceCommand {
    @Parameters(paramLabel = "FETCH", description = "Id of the fetch.")
    private String fetch = "";

    /** Creates the command. */
    public Cancel(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      session.show(
          session.service().delete(ServicePath.of("/fetches/{}", fetch)),
          "fetch_id",
          shown -> print(session, shown));
      return DONE;
    }
  }
}
