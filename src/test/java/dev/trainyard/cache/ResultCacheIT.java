package dev.trainyard.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trainyard.support.ManualClock;
import dev.trainyard.support.Patience;
import dev.trainyard.support.RedisProcess;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.unit.DataSize;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

/** Computed answers in a Redis of their own, which is stopped, filled and wiped. */
class ResultCacheIT {
  private static final byte[] SECRET = "known to this installation alone".getBytes(UTF_8);
  private static final List<String> INPUTS = List.of("engine 4", "candles 1");
  private static final CacheSettings SETTINGS =
      new CacheSettings(DataSize.ofKilobytes(64), DataSize.ofKilobytes(256));

  @TempDir private Path directory;

  private final ManualClock clock = new ManualClock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicInteger computed = new AtomicInteger();
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final List<LettuceConnectionFactory> factories = new ArrayList<>();
  private RedisProcess redis;

  @BeforeEach
  void start() throws Exception {
    redis = RedisProcess.server(directory, "", "maxmemory-policy noeviction");
  }

  @AfterEach
  void stop() {
    clients.shutdownNow();
    factories.forEach(LettuceConnectionFactory::destroy);
    redis.close();
  }

  @Test
  void anAnswerIsComputedOnceAndIsTheSameToTheByte() {
    ResultCache cache = cache("1.0");
    byte[] text = "<p>größer</p>\u0000".repeat(100).getBytes(UTF_8);

    byte[] first = cache.get("report", () -> INPUTS, answer(text));
    byte[] second = cache.get("report", () -> INPUTS, answer("another".getBytes(UTF_8)));

    assertThat(first).isEqualTo(text);
    assertThat(second).isEqualTo(text);
    assertThat(computed).hasValue(1);
    assertThat(results("miss")).isEqualTo(1);
    assertThat(results("hit")).isEqualTo(1);
    assertThat(kept("stored")).isEqualTo(1);
  }

  @Test
  void anAnswerIsKeptForItsTime() {
    compute(cache("1.0"), INPUTS);

    long left = redis.<Long>ask(jedis -> jedis.pttl(entries().iterator().next()));

    assertThat(Duration.ofMillis(left)).isBetween(Duration.ofHours(23), Duration.ofHours(24));
  }

  @Test
  void otherCandlesAnotherEngineAndAnotherBuildHaveAnswersOfTheirOwn() {
    compute(cache("1.0"), INPUTS);

    compute(cache("1.0"), List.of("engine 4", "candles 2"));
    compute(cache("1.0"), List.of("engine 5", "candles 1"));
    compute(cache("1.0"), List.of("engine 4candles 1", ""));
    compute(cache("1.1"), INPUTS);
    cache("1.0").get("backtest", () -> INPUTS, answer(new byte[1]));

    assertThat(computed).hasValue(6);
  }

  @Test
  void anotherProcessGetsWhatOneHasComputed() {
    compute(cache("1.0"), INPUTS);

    compute(cache("1.0"), INPUTS);

    assertThat(computed).hasValue(1);
  }

  @Test
  void whoAsksWhileItIsComputedGetsTheSameAnswer() throws Exception {
    ResultCache cache = cache("1.0");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Future<byte[]> first =
        clients.submit(
            () ->
                cache.get(
                    "report",
                    () -> INPUTS,
                    () -> {
                      begun.countDown();
                      await().atMost(Patience.LIMIT).until(() -> end.getCount() == 0);
                      return answer(new byte[] {7}).get();
                    }));
    begun.await();

    List<Future<byte[]>> others = new ArrayList<>();
    for (int i = 0; i < ResultCache.MAX_WAITING; i++) {
      others.add(clients.submit(() -> compute(cache, INPUTS)));
    }
    await().atMost(Patience.LIMIT).until(() -> cache.waiting() == ResultCache.MAX_WAITING);
    assertThatThrownBy(() -> compute(cache, INPUTS)).isInstanceOf(TooManyWaitingException.class);
    end.countDown();

    assertThat(first.get()).containsExactly(7);
    for (Future<byte[]> other : others) {
      assertThat(other.get()).containsExactly(7);
    }
    assertThat(computed).hasValue(1);
    assertThat(results("shared")).isEqualTo(ResultCache.MAX_WAITING);
  }

  @Test
  void aFailureIsToldAndNotKept() {
    ResultCache cache = cache("1.0");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () ->
                  cache.get(
                      "report",
                      () -> INPUTS,
                      () -> {
                        throw new IllegalArgumentException("its candles are gone");
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("its candles are gone");
    }

    compute(cache, INPUTS);
    assertThat(computed).hasValue(1);
  }

  @Test
  void anAnswerDuringWhichTheCandlesChangedIsNotKept() {
    ResultCache cache = cache("1.0");
    AtomicReference<List<String>> inputs = new AtomicReference<>(INPUTS);

    cache.get(
        "report",
        inputs::get,
        () -> {
          inputs.set(List.of("engine 4", "candles 2"));
          return answer(new byte[1]).get();
        });

    assertThat(entries()).isEmpty();
    assertThat(kept("changed")).isEqualTo(1);
  }

  @Test
  void withoutRedisEachAnswerIsComputedAndLaterTheyAreKeptAgain() throws Exception {
    ResultCache cache = cache("1.0");
    compute(cache, INPUTS);
    redis.kill();

    compute(cache, INPUTS);
    compute(cache, INPUTS);
    assertThat(computed).hasValue(3);
    assertThat(results("unavailable")).isEqualTo(2);

    redis = RedisProcess.server(directory, "", redis.port());
    await()
        .atMost(Patience.LIMIT)
        .until(
            () -> {
              clock.advance(Rest.LENGTH);
              compute(cache, INPUTS);
              return results("hit") > 0;
            });
  }

  @Test
  void aRedisThatDoesNotAnswerIsLeftAloneForAWhile() {
    compute(cache("1.0"), INPUTS);
    ResultCache cache = cache("1.0", SETTINGS, Duration.ofMillis(100));
    redis.ask(jedis -> jedis.clientPause(1500));

    for (int i = 0; i < 100; i++) {
      compute(cache, INPUTS);
    }
    assertThat(results("unavailable")).isEqualTo(100);
    assertThat(computed).as("each is computed").hasValue(101);
    assertThat(redis.<String>ask(jedis -> jedis.info("commandstats")))
        .as("one asked in vain, and the others did not ask")
        .containsPattern("cmdstat_get:calls=[12],");

    await()
        .atMost(Patience.LIMIT)
        .until(
            () -> {
              clock.advance(Rest.LENGTH);
              return cache.get("report", () -> INPUTS, () -> new byte[0]).length > 0;
            });
    assertThat(computed).hasValue(101);
    assertThat(results("hit")).isEqualTo(1);
  }

  @Test
  void aWipedRedisIsFilledAnew() {
    ResultCache cache = cache("1.0");
    compute(cache, INPUTS);
    redis.ask(Jedis::flushAll);

    compute(cache, INPUTS);
    compute(cache, INPUTS);

    assertThat(computed).hasValue(2);
    assertThat(entries()).hasSize(1);
  }

  @Test
  void whatThisInstallationHasNotSealedIsIgnoredAndReplaced() {
    ResultCache cache = cache("1.0");
    compute(cache, INPUTS);
    String key = entries().iterator().next();
    byte[] sealed = redis.ask(jedis -> jedis.get(key.getBytes(UTF_8)));
    compute(cache, List.of("other"));
    byte[] others =
        redis.ask(
            jedis ->
                jedis.get(
                    entries().stream()
                        .filter(one -> !one.equals(key))
                        .findFirst()
                        .orElseThrow()
                        .getBytes(UTF_8)));
    byte[] bent = sealed.clone();
    bent[bent.length - 1] ^= 1;
    byte[] torn = {1, 2, 3};
    byte[] foreign =
        new SealedResult("of another installation".getBytes(UTF_8))
            .seal(ResultKey.of("report", List.of("x")), new byte[] {9});

    int before = computed.get();
    for (byte[] entry : List.of(bent, torn, new byte[0], others, foreign)) {
      redis.ask(jedis -> jedis.set(key.getBytes(UTF_8), entry, SetParams.setParams().ex(60)));
      assertThat(compute(cache, INPUTS)).containsExactly(5);
      assertThat(compute(cache, INPUTS)).containsExactly(5);
    }

    assertThat(computed.get() - before).isEqualTo(5);
    assertThat(results("damaged")).isEqualTo(5);
  }

  @Test
  void keysOfAnotherKindAreNoFault() {
    ResultCache cache = cache("1.0");
    redis.ask(jedis -> jedis.set(RedisResults.ORDER, "text"));

    compute(cache, INPUTS);
    compute(cache, INPUTS);

    assertThat(computed).hasValue(2);
    assertThat(kept("unavailable")).isEqualTo(2);
  }

  @Test
  void theOldestMakeRoom() {
    ResultCache cache = cache("1.0");

    for (int i = 0; i < 20; i++) {
      cache.get("report", inputs(i), answer(noise(30_000)));
    }

    assertThat(entries()).hasSize(8);
    assertThat(total()).isLessThanOrEqualTo(256 * 1024);
    cache.get("report", inputs(19), answer(noise(1)));
    assertThat(computed).as("the newest is there").hasValue(20);
    cache.get("report", inputs(0), answer(noise(1)));
    assertThat(computed).as("the oldest is not").hasValue(21);
  }

  @Test
  void whatIsLargerThanOneMayBeIsNotKept() {
    ResultCache cache = cache("1.0");

    byte[] answer = cache.get("report", () -> INPUTS, answer(noise(70_000)));

    assertThat(answer).hasSize(70_000);
    assertThat(entries()).isEmpty();
    assertThat(kept("too_large")).isEqualTo(1);
  }

  @Test
  void theLastQuarterOfTheMemoryIsLeftToTheQueue() {
    ResultCache cache =
        cache("1.0", new CacheSettings(DataSize.ofMegabytes(1), DataSize.ofMegabytes(64)));
    long limit = 32L << 20;
    redis.ask(jedis -> jedis.configSet("maxmemory", String.valueOf(limit)));

    for (int i = 0; i < 60; i++) {
      cache.get("report", inputs(i), answer(noise(600_000)));
      assertThatCode(() -> redis.ask(jedis -> jedis.zadd("trainyard:{training}:ready", 1, "job")))
          .doesNotThrowAnyException();
    }
    int most = entries().size();
    assertThat(most).isBetween(10, 40);

    // The queue grows, and the cache gives way
    for (int i = 0; i < 20; i++) {
      byte[] part = ("job " + i).getBytes(UTF_8);
      redis.ask(jedis -> jedis.set(part, noise(1_000_000)));
      cache.get("report", inputs(60 + i), answer(noise(600_000)));
    }
    assertThat(entries()).hasSizeLessThan(most / 2);
    assertThat(redis.<Long>ask(jedis -> jedis.zcard("trainyard:{training}:ready"))).isEqualTo(1);
  }

  @Test
  void aFullRedisGetsTheMemoryOfTheCacheBack() {
    ResultCache cache = cache("1.0");
    compute(cache, INPUTS);
    redis.ask(jedis -> jedis.configSet("maxmemory", "1"));

    compute(cache, List.of("other"));

    assertThat(computed).hasValue(2);
    assertThat(kept("no_room")).isEqualTo(1);
    assertThat(entries()).isEmpty();
  }

  private byte[] compute(ResultCache cache, List<String> inputs) {
    return cache.get("report", () -> inputs, answer(new byte[] {5}));
  }

  private Supplier<byte[]> answer(byte[] answer) {
    return () -> {
      computed.incrementAndGet();
      return answer;
    };
  }

  private static Supplier<List<String>> inputs(int number) {
    return () -> List.of(String.valueOf(number));
  }

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(bytes).nextBytes(noise);
    return noise;
  }

  private Set<String> entries() {
    return redis.ask(jedis -> jedis.keys("trainyard:{results}:*:*"));
  }

  private long total() {
    return Long.parseLong(redis.ask(jedis -> jedis.hget(RedisResults.SIZES, "total")));
  }

  private double results(String result) {
    return meters.counter("trainyard.results", "operation", "report", "result", result).count();
  }

  private double kept(String outcome) {
    return meters
        .counter("trainyard.results.kept", "operation", "report", "outcome", outcome)
        .count();
  }

  private ResultCache cache(String build) {
    return cache(build, SETTINGS);
  }

  private ResultCache cache(String build, CacheSettings settings) {
    return cache(build, settings, Patience.LIMIT);
  }

  private ResultCache cache(String build, CacheSettings settings, Duration timeout) {
    LettuceConnectionFactory connections =
        new LettuceConnectionFactory(
            new RedisStandaloneConfiguration("127.0.0.1", redis.port()),
            LettuceClientConfiguration.builder()
                .commandTimeout(timeout)
                .clientOptions(
                    ClientOptions.builder()
                        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                        .build())
                .build());
    connections.start();
    factories.add(connections);
    return new ResultCache(
        Optional.of(
            new RedisResults(connections, () -> SECRET, Duration.ofHours(24), settings, clock)),
        build,
        meters);
  }
}
