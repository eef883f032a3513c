package dev.trainyard.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.TrainyardApplication;
import dev.trainyard.market.Timeframe;
import dev.trainyard.support.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * How near a fetch of many candles comes to the limit of its exchange, and whether it ever goes
 * beyond: Coinbase as its delivered file has it, 300 candles of a minute a request, 8 requests a
 * second.
 */
public final class FetchExperiment {
  private static final int CANDLES = 1_000_000;
  private static final int REQUESTS = 8;
  private static final long PER_NANOS = 1_000_000_000;
  private static final String BASE = "http://localhost:%d/api/v2/training%s";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final int port;

  private FetchExperiment(int port) {
    this.port = port;
  }

  /** Prints the figures; arguments are not used. */
  public static void main(String[] arguments) throws Exception {
    TestServers servers = TestServers.shared();
    long minute = Timeframe.M1.millis();
    long now = System.currentTimeMillis() / minute * minute;
    long from = now - CANDLES * minute;
    try (FakeExchange exchange = new FakeExchange(new FakeMarket(from, now));
        ConfigurableApplicationContext service =
            new SpringApplicationBuilder(TrainyardApplication.class)
                .run(
                    "--server.port=0",
                    "--logging.level.root=warn",
                    "--trainyard.exchanges.coinbase.url=" + exchange.url("coinbase"),
                    "--DATABASE_URL=" + servers.freshDatabase().url(),
                    "--REDIS_URL=" + servers.freshRedisUrl())) {
      int port =
          Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port"));
      long start = System.nanoTime();
      JsonNode done = new FetchExperiment(port).fetch(from, now);
      double seconds = (System.nanoTime() - start) / 1e9;
      List<Long> asked =
          exchange.asked("coinbase").stream().map(FakeExchange.Asked::at).sorted().toList();
      System.out.println(
          String.format(
              Locale.ROOT,
              "%s: %,d candles wanted, %,d received, %,d requests in %.1f s: %.1f %% of the limit; most in a second: %d of %d",
              done.path("status").asText(),
              done.path("wanted").asLong(),
              done.path("received").asLong(),
              asked.size(),
              seconds,
              100.0 * asked.size() / REQUESTS / seconds,
              most(asked),
              REQUESTS));
    }
    System.exit(0);
  }

  private JsonNode fetch(long from, long to) throws IOException, InterruptedException {
    String body =
        "{\"from\": \"%s\", \"to\": \"%s\"}"
            .formatted(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
    JsonNode accepted =
        send(
            HttpRequest.newBuilder(uri("/market-data/coinbase/BTC-USDT/1m/fetch"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    HttpRequest look =
        HttpRequest.newBuilder(uri("/fetches/" + accepted.path("fetch_id").asText())).build();
    JsonNode now = send(look);
    while (List.of("PENDING", "RUNNING").contains(now.path("status").asText())) {
      Thread.sleep(Duration.ofMillis(200).toMillis());
      now = send(look);
    }
    return now;
  }

  private URI uri(String path) {
    return URI.create(BASE.formatted(port, path));
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    return json.readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  /** The most requests that have arrived within any second. */
  private static int most(List<Long> sorted) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < sorted.size(); last++) {
      while (sorted.get(last) - sorted.get(first) >= PER_NANOS) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
