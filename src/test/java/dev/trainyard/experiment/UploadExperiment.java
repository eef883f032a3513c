package dev.trainyard.experiment;

import dev.trainyard.TrainyardApplication;
import dev.trainyard.support.TestServers;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** How long an upload of a million candles takes, to a new series and to one that has them. */
public final class UploadExperiment {
  private static final int ROWS = 1_000_000;
  private static final int UPLOADS = 5;
  private static final Instant START = Instant.parse("2023-01-01T00:00:00Z");

  private UploadExperiment() {}

  /** Prints the times; arguments are not used. */
  public static void main(String[] arguments) throws Exception {
    TestServers servers = TestServers.shared();
    Path file = Files.createTempFile("candles", ".csv");
    try (ConfigurableApplicationContext service =
        new SpringApplicationBuilder(TrainyardApplication.class)
            .run(
                "--server.port=0",
                "--logging.level.root=warn",
                "--DATABASE_URL=" + servers.freshDatabase().url(),
                "--REDIS_URL=" + servers.freshRedisUrl())) {
      write(file);
      String port = service.getEnvironment().getRequiredProperty("local.server.port");
      for (int upload = 1; upload <= UPLOADS; upload++) {
        print("new series", upload(file, port, upload));
        print("the same again", upload(file, port, upload));
      }
    } finally {
      Files.delete(file);
    }
    System.exit(0);
  }

  private static void print(String what, double seconds) {
    System.out.println(String.format(Locale.ROOT, "%,d rows, %s: %.2f s", ROWS, what, seconds));
  }

  private static void write(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    double price = 16_500;
    try (BufferedWriter csv = Files.newBufferedWriter(file)) {
      csv.write("timestamp,open,high,low,close,volume\n");
      for (int i = 0; i < ROWS; i++) {
        double open = price;
        price = Math.max(1, open * (1 + random.nextDouble(-0.001, 0.001)));
        csv.write(
            String.format(
                Locale.ROOT,
                "%d,%.2f,%.2f,%.2f,%.2f,%.5f\n",
                START.toEpochMilli() + i * 60_000L,
                open,
                Math.max(open, price) + 1,
                Math.min(open, price) - 0.5,
                price,
                random.nextDouble(50)));
      }
    }
  }

  private static double upload(Path file, String port, int series) throws Exception {
    long start = System.nanoTime();
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://localhost:%s/api/v2/training/market-data/bench/A%d-USDT/1m"
                                .formatted(port, series)))
                    .header("Content-Type", "text/csv")
                    .POST(BodyPublishers.ofFile(file))
                    .build(),
                BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.body());
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
