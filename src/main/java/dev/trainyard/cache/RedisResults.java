package dev.trainyard.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

/**
 * The answers in Redis. Nothing that Redis does or has reaches the caller as an exception, and no
 * answer that this installation has not sealed as a result.
 */
final class RedisResults {
  /** The keys by the time at which they end. */
  static final String ORDER = ResultKey.PREFIX + "order";

  /** What each takes, and all of them together. */
  static final String SIZES = ResultKey.PREFIX + "sizes";

  /** What Redis needs for a key in three places, about. */
  private static final int OVERHEAD = 600;

  private static final byte[] STORE = script();

  private final RedisConnectionFactory connections;
  private final Supplier<byte[]> secret;
  private final Duration retention;
  private final CacheSettings settings;
  private final Rest rest;

  /**
   * @param connections of the cache alone: an answer on its way holds up no other command
   * @param secret of the installation
   * @param retention how long an answer is kept, more than 0
   */
  RedisResults(
      RedisConnectionFactory connections,
      Supplier<byte[]> secret,
      Duration retention,
      CacheSettings settings,
      Clock clock) {
    this.connections = connections;
    this.secret = secret;
    this.retention = retention;
    this.settings = settings;
    this.rest = new Rest(clock);
  }

  /** What became of a question for an answer. */
  enum Found {
    /** It is there. */
    HIT,
    /** It is not there. */
    MISS,
    /** Something else is there. */
    DAMAGED,
    /** Redis was not asked, or gave no reply. */
    UNAVAILABLE
  }

  /**
   * What Redis has.
   *
   * @param found what became of the question
   * @param answer the answer; empty unless it is there
   */
  record Lookup(Found found, Optional<byte[]> answer) {}

  /** What became of an answer that was to be kept. */
  enum Kept {
    /** It is kept. */
    STORED,
    /** It is larger than one may be. */
    TOO_LARGE,
    /** Redis has no memory for it. */
    NO_ROOM,
    /** What it depends on has changed while it was computed. */
    CHANGED,
    /** Redis was not asked, refused, or gave no reply. */
    UNAVAILABLE
  }

  /** Looks for an answer. */
  Lookup find(ResultKey key) {
    Optional<Optional<byte[]>> entry =
        ask(redis -> Optional.ofNullable(redis.stringCommands().get(bytes(key.text()))));
    if (entry.isEmpty()) {
      return new Lookup(Found.UNAVAILABLE, Optional.empty());
    }
    if (entry.get().isEmpty()) {
      return new Lookup(Found.MISS, Optional.empty());
    }
    Optional<byte[]> answer = new SealedResult(secret.get()).open(key, entry.get().get());
    return new Lookup(answer.isPresent() ? Found.HIT : Found.DAMAGED, answer);
  }

  /** Keeps an answer; the oldest make room for it. */
  Kept store(ResultKey key, byte[] answer) {
    byte[] entry = new SealedResult(secret.get()).seal(key, answer);
    if (entry.length > settings.maxEntry().toBytes()) {
      return Kept.TOO_LARGE;
    }
    return ask(redis -> eval(redis, key, entry))
        .map(stored -> stored == 1 ? Kept.STORED : Kept.NO_ROOM)
        .orElse(Kept.UNAVAILABLE);
  }

  private long eval(RedisConnection redis, ResultKey key, byte[] entry) {
    Long stored =
        redis
            .scriptingCommands()
            .eval(
                STORE,
                ReturnType.INTEGER,
                3,
                bytes(key.text()),
                bytes(ORDER),
                bytes(SIZES),
                entry,
                bytes(String.valueOf(retention.toMillis())),
                bytes(String.valueOf(settings.maxTotal().toBytes())),
                bytes(String.valueOf(OVERHEAD)));
    return Objects.requireNonNull(stored, "the script says nothing");
  }

  private <T> Optional<T> ask(Function<RedisConnection, T> question) {
    return rest.ask(
        () -> {
          try (RedisConnection redis = connections.getConnection()) {
            return question.apply(redis);
          }
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] script() {
    try {
      return new ClassPathResource("store.lua", RedisResults.class).getContentAsByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("the script of the cache is missing", e);
    }
  }
}
