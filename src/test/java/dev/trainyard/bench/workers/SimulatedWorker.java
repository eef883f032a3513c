package dev.trainyard.bench.workers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.trainyard.fetch.FetchRound;
import dev.trainyard.fetch.FetchStore;
import dev.trainyard.forward.ForwardRound;
import dev.trainyard.job.lifecycle.JobCompletions;
import dev.trainyard.job.lifecycle.JobLeases;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.retention.JobRetention;
import dev.trainyard.job.work.WorkStore;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.marketdata.CandlePacking;
import dev.trainyard.marketdata.MarketDataBeans;
import dev.trainyard.pipeline.WaitingRoute;
import dev.trainyard.queue.redis.ControlChannel;
import dev.trainyard.queue.redis.SameRedis;
import dev.trainyard.queue.repair.Reconciler;
import dev.trainyard.queue.slot.SlotEngine;
import dev.trainyard.queue.slot.SlotServices;
import dev.trainyard.retention.Sweeper;
import dev.trainyard.schedule.ScheduleCheck;
import dev.trainyard.schedule.ScheduleFiring;
import dev.trainyard.schedule.ScheduleRound;
import dev.trainyard.schedule.ScheduleStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a worker process does to PostgreSQL and Redis, by the product's own beans on connections of
 * its own: it claims, keeps leases, listens, and runs the rounds of the maintenance routes. Its
 * jobs wait instead of computing.
 */
final class SimulatedWorker {
  /** Beans that only their packages can name. */
  private static final List<String> HIDDEN =
      List.of(
          "dev.trainyard.sql.DatabaseBeans",
          "dev.trainyard.queue.QueueBeans",
          "dev.trainyard.forward.ForwardStore");

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final SlotEngine engine;
  private final ScheduledExecutorService clock;
  private final ExecutorService threads;

  /**
   * @param service the process whose settings and other beans it shares
   * @param threads run its jobs and rounds
   * @param clock says when a round is due
   * @param rare whether its rounds have the periods that are advised for a thousand workers
   * @param started is told of each job that begins
   */
  SimulatedWorker(
      ConfigurableApplicationContext service,
      int number,
      ExecutorService threads,
      ScheduledExecutorService clock,
      boolean rare,
      Consumer<UUID> started)
      throws ClassNotFoundException {
    this.clock = clock;
    this.threads = threads;
    context.setParent(service);
    registerConnections(service, number);
    for (String hidden : HIDDEN) {
      context.register(Class.forName(hidden));
    }
    context.register(
        MarketDataBeans.class,
        JobStore.class,
        JobLeases.class,
        JobCompletions.class,
        WorkStore.class,
        WaitingRoute.journals(),
        Reconciler.class,
        ScheduleStore.class,
        ScheduleCheck.class,
        ScheduleFiring.class,
        ScheduleRound.class,
        FetchStore.class,
        FetchRound.class,
        Sweeper.class,
        JobRetention.class,
        ForwardRound.class);
    context.refresh();
    WaitingRoute route =
        new WaitingRoute(
            context.getBean(WaitingRoute.journals()),
            context.getBean(JobCompletions.class),
            started);
    engine = new SlotEngine(context.getBean(SlotServices.class), route, () -> 1, threads);
    context.getBean(ControlChannel.class).addListener(engine::wake);
    engine.start();
    beginRounds(rare);
  }

  private void registerConnections(ConfigurableApplicationContext service, int number) {
    HikariDataSource main = (HikariDataSource) service.getBean(DataSource.class);
    LettuceConnectionFactory redis = service.getBean(LettuceConnectionFactory.class);
    WorkerIdentity own = service.getBean(WorkerIdentity.class);
    context.registerBean("dataSource", HikariDataSource.class, () -> pool(main));
    context.registerBean(
        "redisConnectionFactory",
        LettuceConnectionFactory.class,
        () ->
            SameRedis.connections(
                redis,
                LettuceClientConfiguration.builder()
                    .commandTimeout(redis.getClientConfiguration().getCommandTimeout())));
    context.registerBean(
        "stringRedisTemplate",
        StringRedisTemplate.class,
        () ->
            new StringRedisTemplate(
                context.getBean("redisConnectionFactory", LettuceConnectionFactory.class)));
    context.registerBean(
        "namedParameterJdbcTemplate",
        NamedParameterJdbcTemplate.class,
        () -> new NamedParameterJdbcTemplate(context.getBean(JdbcTemplate.class)));
    context.registerBean(
        "jdbcClient",
        JdbcClient.class,
        () -> JdbcClient.create(context.getBean(NamedParameterJdbcTemplate.class)));
    context.registerBean(
        "workerIdentity",
        WorkerIdentity.class,
        () -> new WorkerIdentity("simulated-" + number, own.host(), own.pid(), own.version()));
  }

  private static HikariDataSource pool(HikariDataSource main) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(main.getJdbcUrl());
    config.setUsername(main.getUsername());
    config.setPassword(main.getPassword());
    config.setMaximumPoolSize(main.getMaximumPoolSize());
    config.setMinimumIdle(main.getMinimumIdle());
    config.setConnectionTimeout(main.getConnectionTimeout());
    config.setValidationTimeout(main.getValidationTimeout());
    config.setKeepaliveTime(main.getKeepaliveTime());
    config.setDataSourceProperties(main.getDataSourceProperties());
    return new HikariDataSource(config);
  }

  /** With the periods of the files below {@code routes/}, unless they are rare. */
  private void beginRounds(boolean rare) {
    Duration second = Duration.ofSeconds(1);
    Duration minute = Duration.ofMinutes(1);
    JobRetention retention = context.getBean(JobRetention.class);
    every(second.multipliedBy(rare ? 10 : 2), context.getBean(Reconciler.class)::reconcile);
    every(rare ? minute : second, context.getBean(ScheduleRound.class)::run);
    every(rare ? minute : second.dividedBy(2), context.getBean(FetchRound.class)::run);
    every(rare ? minute : second.multipliedBy(5), context.getBean(CandlePacking.class)::pack);
    every(rare ? minute : second.multipliedBy(10), context.getBean(ForwardRound.class)::run);
    every(
        rare ? minute : second.multipliedBy(10),
        () -> {
          retention.forgetTrials("90d");
          retention.forgetLogs("90d");
          retention.forgetJobs("400d");
        });
  }

  /** Processes do not start together, so that their rounds do not fall together either. */
  private void every(Duration period, Runnable round) {
    AtomicBoolean busy = new AtomicBoolean();
    var unused =
        clock.scheduleAtFixedRate(
            () -> {
              if (busy.compareAndSet(false, true)) {
                threads.execute(
                    () -> {
                      try {
                        round.run();
                      } finally {
                        busy.set(false);
                      }
                    });
              }
            },
            ThreadLocalRandom.current().nextLong(period.toMillis()),
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Stops taking jobs, and closes all connections. */
  void stop() throws InterruptedException {
    engine.stop();
    context.close();
  }
}
