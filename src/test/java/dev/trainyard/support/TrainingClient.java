package dev.trainyard.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.market.Candles;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A client of the HTTP endpoint that trains on a week of real one-minute candles. */
public final class TrainingClient {
  private static final String EXCHANGE = "bitstamp";

  private final ObjectMapper json = new ObjectMapper();
  private final CheckedHttp http = new CheckedHttp();
  private final String base;
  private final Duration patience;

  /**
   * A client of a service on this machine.
   *
   * @param patience how long it waits for an outcome
   */
  public TrainingClient(int port, Duration patience) {
    this.base = "http://localhost:%d/api/v2/training".formatted(port);
    this.patience = patience;
  }

  /** A client of a service on this machine that is being started, for which it waits. */
  public static TrainingClient ofStarted(int port) {
    TrainingClient client = new TrainingClient(port, Patience.LIMIT);
    await()
        .atMost(Patience.LIMIT)
        .ignoreExceptions()
        .until(() -> client.get("/queue").has("workers"));
    return client;
  }

  /** Uploads the candles that the requests train on; those that are there already stay. */
  public void uploadCandles() throws IOException, InterruptedException {
    uploadCandles("BTC/USD", RealCandles.bitstamp(Timeframe.M1));
  }

  /** Uploads one-minute candles of a market. */
  public void uploadCandles(String symbol, Candles candles)
      throws IOException, InterruptedException {
    StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
    for (int i = 0; i < candles.size(); i++) {
      csv.append(candles.time()[i]).append(',').append(candles.open()[i]).append(',');
      csv.append(candles.high()[i]).append(',').append(candles.low()[i]).append(',');
      csv.append(candles.close()[i]).append(',').append(candles.volume()[i]).append('\n');
    }
    HttpRequest upload =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/market-data/%s/%s/1m".formatted(base, EXCHANGE, symbol.replace('/', '-'))))
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofString(csv.toString()))
            .build();
    assertThat(send(upload, 200).path("rejected").asInt()).isZero();
  }

  /** The usual request, with some fields that differ. */
  public static Map<String, Object> request(Map<String, Object> fields) {
    Map<String, Object> request = new HashMap<>();
    request.put("strategy", "LIQUIDITY_SWEEP");
    request.put("symbol", "BTC/USD");
    request.put("exchange", EXCHANGE);
    request.put("timeframe", "1m");
    request.putAll(fields);
    return request;
  }

  /** Submits a request that differs from the usual one in some fields, and returns the job's id. */
  public String submit(Map<String, Object> fields) {
    return read(tryToSubmit(fields), 202).path("job_id").asText();
  }

  /** Submits as {@link #submit} and returns the answer, whatever it is. */
  public HttpResponse<String> tryToSubmit(Map<String, Object> fields) {
    try {
      return send(
          HttpRequest.newBuilder(URI.create(base + "/start"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(json.writeValueAsString(request(fields))))
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a path below the base answers, which must be 200. */
  public JsonNode get(String path) {
    return send(HttpRequest.newBuilder(URI.create(base + path)).build(), 200);
  }

  /** The whole answer of a path below the base, whatever it is. */
  public HttpResponse<String> fetch(String path) {
    return send(HttpRequest.newBuilder(URI.create(base + path)).build());
  }

  /** What a route below the base answers that a test has added to those of the service. */
  public String fetchFromAddedRoute(String path) throws IOException, InterruptedException {
    return http.sendToAddedRoute(HttpRequest.newBuilder(URI.create(base + path)).build()).body();
  }

  /** A request without a body, which must be answered with a status. */
  public JsonNode call(String method, String path, int status) {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        status);
  }

  /** The usual request with other fields, sent to a path, which must be answered with a status. */
  public JsonNode post(String path, Map<String, Object> fields, int status) throws IOException {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json.writeValueAsString(request(fields))))
            .build(),
        status);
  }

  /** Cancels a job, whether it waits or runs. */
  public void cancel(String job) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/jobs/" + job)).DELETE().build();
    assertThat(send(request).statusCode()).isIn(200, 202);
  }

  /** Waits for the outcome of a job and returns its progress. */
  public JsonNode awaitFinal(String job) {
    return await()
        .atMost(patience)
        .until(
            () -> get("/jobs/" + job + "/progress"),
            progress -> progress.path("is_complete").asBoolean());
  }

  private JsonNode send(HttpRequest request, int status) {
    return read(send(request), status);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode read(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    try {
      return json.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
