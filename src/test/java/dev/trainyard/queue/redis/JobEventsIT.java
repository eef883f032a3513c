package dev.trainyard.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.Stage;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.support.Events;
import dev.trainyard.support.TestServers;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

class JobEventsIT {
  private static final int REPORTS = 10_000;
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final UUID job = UUID.randomUUID();
  private LettuceConnectionFactory redis;
  private JobEvents told;
  private Events heard;

  @BeforeEach
  void listen() {
    redis = connections(TestServers.shared().freshRedisUrl());
    told = new JobEvents(new StringRedisTemplate(redis), new ObjectMapper());
    heard = new Events(redis);
  }

  @AfterEach
  void close() {
    told.close();
    heard.close();
    redis.destroy();
  }

  @Test
  void ofManyReportsTheLatestIsToldFiveTimesASecondAtMost() {
    long begin = System.nanoTime();
    for (int done = 1; done <= REPORTS; done++) {
      told.progress(job, progress(done));
    }

    JsonNode last =
        heard.receive(about(job).and(m -> m.path("current_iteration").asInt() == REPORTS));
    // The first goes out at once
    long intervals = (System.nanoTime() - begin) / INTERVAL.toNanos() + 1;
    assertThat(last.path("percentage").asDouble()).isEqualTo(75);
    assertThat(heard.count(about(job))).isBetween(1L, intervals);
  }

  @Test
  void eachJobIsToldOf() {
    UUID other = UUID.randomUUID();
    told.progress(job, progress(1));
    told.progress(other, progress(2));
    told.changed(job);

    heard.receive(about(job).and(m -> m.path("type").asText().equals("progress")));
    heard.receive(about(other).and(m -> m.path("type").asText().equals("progress")));
    heard.receive(about(job).and(m -> m.path("type").asText().equals("state")));
  }

  @Test
  void whoFollowsIsToldOfEachKindOfMessage() {
    ControlChannel channel = new ControlChannel(redis);
    Queue<JobMessage> followed = new ConcurrentLinkedQueue<>();
    channel.start();
    try {
      channel.addFollower(followed::add);
      await()
          .untilAsserted(
              () -> {
                told.progress(job, progress(1));
                told.changed(job);
                told.submitted();
                assertThat(followed)
                    .contains(
                        new JobMessage("progress", job),
                        new JobMessage("state", job),
                        new JobMessage("state", null));
              });
    } finally {
      channel.stop();
    }
  }

  @Test
  void anOrderReachesThoseWhoTakeOrdersAndThoseWhoFollow() {
    ControlChannel channel = new ControlChannel(redis);
    Queue<JobMessage> followed = new ConcurrentLinkedQueue<>();
    AtomicInteger orders = new AtomicInteger();
    channel.start();
    try {
      channel.addListener(orders::incrementAndGet);
      channel.addFollower(followed::add);
      await()
          .untilAsserted(
              () -> {
                told.control(Map.of("type", "control"));
                assertThat(followed).contains(new JobMessage("control", null));
                assertThat(orders).hasPositiveValue();
              });
    } finally {
      channel.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"type\":\"other\"}",
        "{\"type\":\"state\",\"job_id\":\"------------------------------------\"}"
      })
  void whatIsNoMessageOfOursIsPassedOver(String text) {
    assertThat(JobMessage.of(text)).isEmpty();
  }

  @Test
  void anOrderNamesItsJobIfThereIsOne() {
    assertThat(JobMessage.of("{\"type\":\"control\",\"action\":\"pause\"}"))
        .contains(new JobMessage("control", null));
    assertThat(
            JobMessage.of(
                "{\"type\":\"control\",\"action\":\"cancel\",\"job_id\":\"%s\"}".formatted(job)))
        .contains(new JobMessage("control", job));
  }

  @Test
  void nobodyWaitsForARedisThatIsAway() {
    LettuceConnectionFactory nowhere = connections("redis://localhost:1");
    try (JobEvents lost = new JobEvents(new StringRedisTemplate(nowhere), new ObjectMapper())) {
      for (int done = 1; done <= REPORTS; done++) {
        lost.progress(job, progress(done));
        lost.changed(job);
      }
    } finally {
      nowhere.destroy();
    }
  }

  private static ProgressSnapshot progress(int done) {
    return new ProgressSnapshot(
        Stage.OPTIMIZATION, done / (double) REPORTS, "searching", done, REPORTS, null, null, null);
  }

  private static Predicate<JsonNode> about(UUID job) {
    return message -> message.path("job_id").asText().equals(job.toString());
  }

  private static LettuceConnectionFactory connections(String url) {
    LettuceConnectionFactory connections =
        new LettuceConnectionFactory(
            (RedisStandaloneConfiguration) LettuceConnectionFactory.createRedisConfiguration(url));
    connections.start();
    return connections;
  }
}
