package dev.trainyard.experiment;

import dev.trainyard.TrainyardApplication;
import dev.trainyard.forward.ForwardRound;
import dev.trainyard.market.Candles;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How long a look at a thousand active configurations takes, of one process with PostgreSQL. */
public final class ForwardExperiment {
  private static final int CONFIGURATIONS = 1_000;
  private static final int LOOKS = 5;

  private ForwardExperiment() {}

  /** Prints the times; arguments are not used. */
  public static void main(String[] arguments) throws Exception {
    TestServers servers = TestServers.shared();
    try (ConfigurableApplicationContext service =
        new SpringApplicationBuilder(TrainyardApplication.class)
            .run(
                "--server.port=0",
                "--logging.level.root=warn",
                "--trainyard.forward.interval=1d",
                "--DATABASE_URL=" + servers.freshDatabase().url(),
                "--REDIS_URL=" + servers.freshRedisUrl())) {
      new Run(service).run();
    }
    System.exit(0);
  }

  private record Run(JdbcClient jdbc, ForwardRound round, TrainingClient client) {

    Run(ConfigurableApplicationContext service) {
      this(
          service.getBean(JdbcClient.class),
          service.getBean(ForwardRound.class),
          new TrainingClient(
              Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port")),
              Duration.ofMinutes(5)));
    }

    void run() throws Exception {
      client.uploadCandles();
      Candles candles = RealCandles.bitstamp(Timeframe.M1);
      int trained = candles.size() - 1_000 * (LOOKS + 1);
      jdbc.sql("CREATE TABLE later AS SELECT * FROM candles").update();
      keep(candles, trained);
      String job =
          client.submit(Map.of("n_iterations", 100, "optimizer", "random", "lookback_days", 5));
      client.awaitFinal(job);
      jdbc.sql(
              """
              INSERT INTO trained_configurations
              SELECT (jsonb_populate_record(c, jsonb_build_object('id', uuid_v7(), 'job_id', uuid_v7(), 'is_active', true))).*
              FROM trained_configurations c, generate_series(1, :some)
              """)
          .param("some", CONFIGURATIONS)
          .update();
      for (int look = 0; look <= LOOKS; look++) {
        keep(candles, trained + 1_000 * (look + 1));
        jdbc.sql("UPDATE configuration_forward SET next_look_at = now()").update();
        long start = System.nanoTime();
        round.run();
        System.out.println(
            String.format(
                Locale.ROOT,
                "look %d at %,d configurations, 1,000 new candles each: %.2f s",
                look + 1,
                CONFIGURATIONS,
                (System.nanoTime() - start) / 1e9));
      }
      System.out.println(
          jdbc.sql(
                  "SELECT count(*) FILTER (WHERE result IS NOT NULL) || ' judged, ' || count(problem) || ' not tested' FROM configuration_forward")
              .query(String.class)
              .single());
    }

    /** Leaves the first candles only, as if the others had not happened yet. */
    private void keep(Candles candles, int some) {
      jdbc.sql("DELETE FROM candles").update();
      jdbc.sql("INSERT INTO candles SELECT * FROM later ORDER BY time LIMIT :some")
          .param("some", some)
          .update();
      jdbc.sql("UPDATE candle_series SET rows = :some, last_time = to_timestamp(:last / 1000.0)")
          .param("some", some)
          .param("last", candles.time()[some - 1])
          .update();
    }
  }
}
