package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.Answer;
import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.command.ServiceOptions.Format;
import dev.trainyard.cli.terminal.Bar;
import dev.trainyard.cli.terminal.LiveLine;
import dev.trainyard.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: files of candles, each of which is stored as a whole or not at all. */
@Command(
    name = "import",
    description = "Upload files of candles: CSV, JSON or Parquet, gzip or zip.",
    footer = {
      "%nExample:",
      "  trainyard import --symbol BTC/USDT --timeframe 5m --exchange binanceus candles.csv.gz"
    })
public final class ImportCommand extends ServiceCommand {
  private static final int BAR = 30;
  private static final double PERCENT = 100;
  private static final double MEGABYTE = 1_000_000;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of one market.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--symbol",
      required = true,
      paramLabel = "SYMBOL",
      description = "Market, such as BTC/USDT.")
  private String symbol = "";

  @Option(
      names = "--timeframe",
      required = true,
      paramLabel = "LENGTH",
      description = "Length of a candle, such as 5m.")
  private String timeframe = "";

  @Option(
      names = "--exchange",
      defaultValue = "binanceus",
      paramLabel = "NAME",
      description = "Exchange that the candles are of. Default: binanceus.")
  private String exchange = "";

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A query parameter of the upload that says how to read the file.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(names = "--dry-run", description = "Store nothing, and say what would be stored.")
  private boolean dryRun;

  @Option(names = "--strict", description = "Exit 1 when a line was rejected.")
  private boolean strict;

  /** Creates the command. */
  public ImportCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) throws IOException {
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new ServiceException(
            ServiceException.USAGE, "There is no file %s that can be read.".formatted(file));
      }
    }
    // A wrong key is told before a large file is sent
    session.service().get(ServicePath.of("/market-data").with("limit", 1));
    ServicePath path =
        ServicePath.of("/market-data/{}/{}/{}", exchange, symbol.replace('/', '-'), timeframe);
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      path = path.with(parameter.getKey(), parameter.getValue());
    }
    if (dryRun) {
      path = path.with("dry_run", true);
    }
    boolean rejected = false;
    for (Path file : files) {
      rejected |= upload(session, path, file, dryRun);
    }
    return strict && rejected ? FAILED : DONE;
  }

  private static boolean upload(Session session, ServicePath path, Path file, boolean isTrial)
      throws IOException {
    LiveLine line = new LiveLine(session.shell());
    long size = Files.size(file);
    Answer answer;
    try {
      answer =
          session
              .service()
              .upload(
                  path,
                  file,
                  headers(file),
                  sent -> show(session, line, file, sent, size, isTrial));
    } finally {
      line.clear();
    }
    JsonNode stored = answer.json();
    switch (session.format()) {
      case JSON -> session.json(answer);
      case IDS -> session.say(file.toString());
      case TABLE -> print(session, file, stored);
    }
    return stored.path("rejected").asLong() > 0;
  }

  private static Map<String, String> headers(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    String type =
        name.endsWith(".zip")
            ? "application/zip"
            : name.endsWith(".json")
                ? "application/json"
                : name.endsWith(".parquet") ? "application/vnd.apache.parquet" : "text/csv";
    Map<String, String> headers = new LinkedHashMap<>(Map.of("Content-Type", type));
    if (name.endsWith(".gz")) {
      headers.put("Content-Encoding", "gzip");
    }
    return headers;
  }

  private static void show(
      Session session, LiveLine line, Path file, long sent, long size, boolean isTrial) {
    if (session.format() == Format.IDS) {
      return;
    }
    double percentage = size == 0 ? PERCENT : PERCENT * sent / size;
    line.show(
        file + (sent < size ? " sent" : isTrial ? " read" : " stored"),
        sent == size
            ? (isTrial ? "%s is sent and being read" : "%s is sent and being stored")
                .formatted(file)
            : "%s %.0f %% of %.1f MB of %s"
                .formatted(Bar.of(percentage, BAR), percentage, size / MEGABYTE, file));
  }

  private static void print(Session session, Path file, JsonNode stored) {
    boolean isTrial = stored.path("dry_run").asBoolean();
    session.say(
        (isTrial
                ? "%s: nothing is stored; of %s candles %s would be inserted, %s updated; %s repeated, %s rejected"
                : "%s: %s candles received, %s inserted, %s updated, %s repeated, %s rejected")
            .formatted(
                file,
                Cells.text(stored, "received"),
                Cells.text(stored, "inserted"),
                Cells.text(stored, "updated"),
                Cells.text(stored, "duplicates"),
                Cells.text(stored, "rejected")));
    JsonNode pair = stored.path("first_contradiction");
    if (pair.isObject()) {
      session.note(
          "%s: %s times come more than once with other figures, first in lines %s and %s; the last counts"
              .formatted(
                  file,
                  Cells.text(stored, "contradictory"),
                  Cells.text(pair, "line"),
                  Cells.text(pair, "other_line")));
    }
    JsonNode understood = stored.path("understood");
    session.note(
        "%s: %s, times in %s, volumes of %s, from %s to %s, %s gaps, %s still running"
            .formatted(
                file,
                Cells.pairs(understood.path("columns")),
                Cells.text(understood, "zone"),
                Cells.text(understood, "volume"),
                Cells.time(understood, "first"),
                Cells.time(understood, "last"),
                Cells.text(stored, "gaps"),
                Cells.text(stored, "unfinished")));
    for (JsonNode note : understood.path("notes")) {
      session.note("%s: %s".formatted(file, note.asText()));
    }
    for (JsonNode rejection : stored.path("rejections")) {
      session.note(
          "%s:%s: %s"
              .formatted(file, Cells.text(rejection, "line"), Cells.text(rejection, "reason")));
    }
  }
}
