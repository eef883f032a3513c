package dev.trainyard.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.lifecycle.JobCompletions;
import dev.trainyard.job.lifecycle.JobLeases;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.job.worker.HelpGiven;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.job.worker.WorkerRegistry;
import dev.trainyard.queue.redis.ControlChannel;
import dev.trainyard.queue.redis.JobEvents;
import dev.trainyard.queue.redis.ReadOnlyGuard;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.queue.redis.SameRedis;
import dev.trainyard.queue.slot.RealTiming;
import dev.trainyard.queue.slot.SlotHeap;
import dev.trainyard.queue.slot.SlotServices;
import dev.trainyard.queue.slot.StuckThreads;
import dev.trainyard.retention.RetentionSettings;
import dev.trainyard.sql.DedicatedConnection;
import dev.trainyard.trace.JobSpans;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.resource.Delay;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.data.redis.ClientResourcesBuilderCustomizer;
import org.springframework.boot.autoconfigure.data.redis.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.autoconfigure.data.redis.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Provides the connections of the queue. */
@Configuration(proxyBeanMethods = false)
class QueueBeans {
  /** Exit status of a process that a supervisor should start again (sysexits.h). */
  private static final int TEMPORARY_FAILURE = 75;

  private static final Duration MIN_RECONNECT = Duration.ofMillis(100);
  private static final Duration MAX_RECONNECT = Duration.ofSeconds(2);
  private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(500);

  /**
   * The wait of a blocking pop plus three seconds: the server completes an abandoned pop, which
   * consumes the next id.
   */
  private static final Duration POP_TIMEOUT = Duration.ofSeconds(5);

  @Bean
  LettuceClientConfigurationBuilderCustomizer commandTimeout() {
    return builder -> builder.commandTimeout(COMMAND_TIMEOUT);
  }

  /** Makes commands fail at once while Redis is unavailable, instead of buffering them. */
  @Bean
  LettuceClientOptionsBuilderCustomizer failFast() {
    return options ->
        options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
  }

  /** Makes both connections find a new master soon, however long there was none. */
  @Bean
  ClientResourcesBuilderCustomizer followMaster() {
    return resources ->
        resources
            .reconnectDelay(
                () -> Delay.fullJitter(MIN_RECONNECT, MAX_RECONNECT, 1, TimeUnit.MILLISECONDS))
            .nettyCustomizer(new ReadOnlyGuard.Customizer());
  }

  /** Provides a second connection to the same Redis, only for blocking pops. */
  @Bean(defaultCandidate = false)
  @Qualifier("pops")
  LettuceConnectionFactory popConnectionFactory(LettuceConnectionFactory commands) {
    GenericObjectPoolConfig<StatefulConnection<?, ?>> pool = new GenericObjectPoolConfig<>();
    pool.setMaxTotal(2);
    return SameRedis.connections(
        commands,
        LettucePoolingClientConfiguration.builder().poolConfig(pool).commandTimeout(POP_TIMEOUT));
  }

  @Bean
  ReadySet readySet(
      StringRedisTemplate commands, @Qualifier("pops") LettuceConnectionFactory pops, Clock clock) {
    return new ReadySet(commands, new StringRedisTemplate(pops), clock);
  }

  @Bean(defaultCandidate = false)
  @Qualifier("heartbeats")
  DedicatedConnection heartbeatConnection(DataSource dataSource) throws SQLException {
    return new DedicatedConnection(dataSource, "heartbeat");
  }

  @Bean(defaultCandidate = false)
  @Qualifier("claims")
  DedicatedConnection claimConnection(DataSource dataSource) throws SQLException {
    return new DedicatedConnection(dataSource, "claim");
  }

  @Bean
  ControlChannel controlChannel(LettuceConnectionFactory commands) {
    return new ControlChannel(commands);
  }

  @Bean
  JobEvents jobEvents(StringRedisTemplate commands, ObjectMapper json) {
    return new JobEvents(commands, json);
  }

  @Bean
  JobClaims jobClaims(
      @Qualifier("claims") DedicatedConnection claims,
      ApplicationEventPublisher publisher,
      ObjectMapper json,
      QueueSettings settings,
      RetentionSettings retention) {
    return new JobClaims(
        claims.jdbc(),
        json,
        settings,
        new JobStore(claims.jdbc(), json, settings, retention),
        new UnreadableJobs(publisher));
  }

  @Bean
  SlotServices slotServices(
      JobStore store,
      JobLeases leases,
      JobCompletions completions,
      @Qualifier("heartbeats") DedicatedConnection heartbeats,
      JobClaims claims,
      ReadySet readySet,
      JobEvents events,
      JobSpans spans,
      ApplicationEventPublisher publisher,
      WorkerIdentity worker,
      ObjectMapper json,
      QueueSettings settings,
      RetentionSettings retention,
      ObjectProvider<HelpGiven> help,
      Clock clock,
      @Qualifier("endProcess") Runnable endProcess) {
    return new SlotServices(
        new StoredAttempts(store, leases, completions),
        new StoredHeartbeats(
            new JobStore(heartbeats.jdbc(), json, settings, retention),
            new JobLeases(heartbeats.jdbc(), settings),
            new WorkerRegistry(
                heartbeats.jdbc(), worker, () -> help.getIfAvailable(() -> HelpGiven.NONE))),
        new StoredClaims(claims, worker),
        readySet,
        new AttemptEvents(spans, events, publisher),
        settings.heartbeat(),
        new StuckThreads(),
        clock,
        new RealTiming(),
        endProcess);
  }

  @Bean
  QueueServices queueServices(
      SlotServices slots, ReadySet readySet, ControlChannel control, SlotHeap heap) {
    return new QueueServices(slots, readySet, control, heap);
  }

  /** Ends the process on a separate thread, since the shutdown waits for the calling thread. */
  @Bean(defaultCandidate = false)
  @Qualifier("endProcess")
  Runnable endProcess() {
    return () -> new Thread(() -> System.exit(TEMPORARY_FAILURE), "trainyard-end").start();
  }
}
