package dev.trainyard.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trains one strategy on real candles through the HTTP endpoint of this process, and shows it on
 * the console.
 */
final class Demo {
  private static final long POLL_MILLIS = 200;

  private final String api;
  private final DemoCandles candles;
  private final ObjectMapper json;
  private final PrintStream out;
  private final HttpClient http = HttpClient.newHttpClient();

  Demo(String api, DemoCandles candles, ObjectMapper json, PrintStream out) {
    this.api = api;
    this.candles = candles;
    this.json = json;
    this.out = out;
  }

  /** Runs until the job ends; a second start shows the job of the first. */
  void run() throws IOException, InterruptedException {
    out.printf("%nTrainyard listens on %s%n%n", api);
    candles
        .importMissing()
        .forEach(
            (timeframe, count) ->
                out.printf(
                    "Imported %,d candles of %s, %s, %s (real trades, November 2013)%n",
                    count, DemoCandles.SYMBOL, DemoCandles.EXCHANGE, timeframe.label()));
    JsonNode newest = get("/jobs?limit=1").path("items").path(0);
    String job = newest.path("job_id").asText();
    if (job.isEmpty()) {
      job = submit();
    } else {
      out.println("There are jobs already; showing the newest, " + job);
    }
    JsonNode progress = follow(job);
    if (progress.path("status").asText().equals("COMPLETED")) {
      new DemoReport(api, out).print(job, get("/jobs/" + job + "/results"));
    } else {
      out.printf(
          "The job is %s: %s%n",
          progress.path("status").asText(), progress.path("error_message").asText());
    }
    out.printf("%nThe service keeps running; stop it with Ctrl-C.%n");
  }

  private String submit() throws IOException, InterruptedException {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("strategy", "LIQUIDITY_SWEEP");
    request.put("symbol", DemoCandles.SYMBOL);
    request.put("exchange", DemoCandles.EXCHANGE);
    request.put("timeframe", "1m");
    String body = json.writeValueAsString(request);
    out.printf("%nPOST %s/start%n  %s%n", api, body);
    JsonNode accepted =
        send(
            HttpRequest.newBuilder(URI.create(api + "/start"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    String job = accepted.path("job_id").asText();
    out.printf("Job %s%n", job);
    return job;
  }

  private JsonNode follow(String job) throws IOException, InterruptedException {
    ProgressLine line = new ProgressLine(out, isTerminal());
    while (true) {
      JsonNode progress = get("/jobs/" + job + "/progress");
      if (progress.path("is_complete").asBoolean()) {
        line.end(progress);
        return progress;
      }
      line.show(progress);
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Returns whether a terminal has set its variable, which a log collector does not. */
  private static boolean isTerminal() {
    return System.getenv("TERM") != null && !"dumb".equals(System.getenv("TERM"));
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(api + path)).build());
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 400) {
      throw new IOException(
          "%s %s answered %s".formatted(request.method(), request.uri(), response.body()));
    }
    return json.readTree(response.body());
  }
}
