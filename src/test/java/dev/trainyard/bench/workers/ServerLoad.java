package dev.trainyard.bench.workers;

import dev.trainyard.support.RedisProcess;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import redis.clients.jedis.Jedis;

/** What PostgreSQL, Redis and the pooler do, per second of a time. */
final class ServerLoad {
  private static final String STATEMENTS =
      "SELECT calls, left(regexp_replace(query, '\\s+', ' ', 'g'), 90) AS query FROM pg_stat_statements"
          + " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())";

  private static final int MOST_FREQUENT = 12;

  private final JdbcClient admin;
  private final RedisProcess redis;

  /**
   * @param admin statements past the pooler
   */
  ServerLoad(JdbcClient admin, RedisProcess redis) {
    this.admin = admin;
    this.redis = redis;
  }

  /** Measures for a while; the figures are rates, and states at the end. */
  Map<String, Object> during(Duration time) throws InterruptedException {
    Map<String, Double> before = counters();
    Map<String, Double> callsBefore = calls();
    long begin = System.nanoTime();
    double oldest = 0;
    long end = begin + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.sleep(250);
      oldest =
          Math.max(
              oldest,
              number(
                  "SELECT coalesce(max(extract(epoch FROM now() - last_heartbeat)), 0) FROM workers"));
    }
    Map<String, Double> after = counters();
    Map<String, Double> calls = calls();
    double seconds = (System.nanoTime() - begin) / 1e9;
    Map<String, Object> load = new LinkedHashMap<>();
    after.forEach((name, value) -> load.put(name, rounded((value - before.get(name)) / seconds)));
    calls.replaceAll((query, count) -> (count - callsBefore.getOrDefault(query, 0.0)) / seconds);
    load.put(
        "statements_per_second",
        rounded(calls.values().stream().mapToDouble(Double::doubleValue).sum()));
    Map<String, Double> most = new LinkedHashMap<>();
    calls.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(MOST_FREQUENT)
        .forEach(one -> most.put(one.getKey(), rounded(one.getValue())));
    load.put("most_frequent", most);
    load.put("oldest_heartbeat_s", rounded(oldest));
    load.put(
        "postgres_connections",
        number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"));
    load.put("redis_clients", info("clients", "connected_clients"));
    load.put("losses", number("SELECT count(*) FROM job_attempts WHERE outcome = 'lost'"));
    load.put(
        "load_average",
        rounded(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    return load;
  }

  /** How often each statement was run so far. */
  private Map<String, Double> calls() {
    Map<String, Double> calls = new HashMap<>();
    admin
        .sql(STATEMENTS)
        .query(
            row -> {
              calls.merge(row.getString("query"), (double) row.getLong("calls"), Double::sum);
            });
    return calls;
  }

  private Map<String, Double> counters() {
    Map<String, Double> counters = new LinkedHashMap<>();
    counters.put(
        "transactions_per_second",
        number(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"));
    counters.put("wal_kb_per_second", number("SELECT wal_bytes / 1024 FROM pg_stat_wal"));
    counters.put("postgres_cores", cpu("postgres"));
    counters.put("pgbouncer_cores", cpu("pgbouncer"));
    counters.put("redis_cores", cpu("redis"));
    counters.put("workers_cores", seconds(ProcessHandle.current()));
    counters.put("redis_commands_per_second", info("stats", "total_commands_processed"));
    counters.put("redis_sent_kb_per_second", info("stats", "total_net_output_bytes") / 1024);
    return counters;
  }

  /** CPU seconds of a server that this process has started, with all of its processes. */
  private static double cpu(String server) {
    return ProcessHandle.current()
        .children()
        .filter(
            child ->
                child
                    .info()
                    .command()
                    .map(command -> Path.of(command).getFileName().toString())
                    .orElse("")
                    .startsWith(server))
        .flatMap(child -> Stream.concat(Stream.of(child), child.descendants()))
        .mapToDouble(ServerLoad::seconds)
        .sum();
  }

  private static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  private double number(String query) {
    return admin.sql(query).query(Double.class).single();
  }

  private double info(String section, String field) {
    return redis
        .ask((Jedis jedis) -> jedis.info(section))
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .mapToDouble(line -> Double.parseDouble(line.substring(field.length() + 1).strip()))
        .findFirst()
        .orElseThrow();
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
