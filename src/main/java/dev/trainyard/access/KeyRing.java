package dev.trainyard.access;

import dev.trainyard.access.ApiKeyStore.StoredKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Recognises keys. It remembers all keys for half a second, so that a revocation holds in every
 * process within a second; one that it does not know may just have been made, and is asked for.
 */
@Component
public class KeyRing {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
  private static final Duration FRESH = Duration.ofMillis(500);
  private static final Duration USE_NOTED = Duration.ofMinutes(1);

  private final ApiKeyStore store;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();
  private final Map<UUID, Long> noted = new ConcurrentHashMap<>();
  private volatile Keys known = new Keys(Map.of(), Long.MIN_VALUE);

  public KeyRing(ApiKeyStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The stored key of a text, whether it is active or not; empty for a text that nobody was given.
   *
   * @throws DataAccessException when the database cannot be asked
   */
  public Optional<ApiKey> find(KeyText text) {
    StoredKey stored = keys().byPublicId().get(text.publicId());
    if (stored == null) {
      stored = justMade(text);
    }
    if (stored == null || !stored.isOf(text)) {
      return Optional.empty();
    }
    if (stored.key().isActive()) {
      noteUse(stored.key().id());
    }
    return Optional.of(stored.key());
  }

  /**
   * The key of an id, whether it is active or not; its use is noted.
   *
   * @throws DataAccessException when the database cannot be asked
   */
  public Optional<ApiKey> find(UUID id) {
    Optional<ApiKey> key =
        keys().byPublicId().values().stream()
            .map(StoredKey::key)
            .filter(stored -> stored.id().equals(id))
            .findFirst();
    if (key.isEmpty()) {
      // Made within the last half second
      key = store.find(id);
    }
    key.filter(ApiKey::isActive).ifPresent(active -> noteUse(active.id()));
    return key;
  }

  /**
   * Whether a key still opens the door.
   *
   * @throws DataAccessException when the database cannot be asked
   */
  public boolean isActive(UUID id) {
    // One that is not read yet has just been made: no key is ever deleted
    return keys().byPublicId().values().stream()
        .filter(stored -> stored.key().id().equals(id))
        .allMatch(stored -> stored.key().isActive());
  }

  /** One at a time, so that a flood of wrong keys holds one connection to the database. */
  private @Nullable StoredKey justMade(KeyText text) {
    reading.lock();
    try {
      return store.find(text.publicId()).orElse(null);
    } finally {
      reading.unlock();
    }
  }

  private Keys keys() {
    Keys keys = known;
    if (clock.millis() - FRESH.toMillis() < keys.readAt()) {
      return keys;
    }
    reading.lock();
    try {
      if (known.readAt() == keys.readAt()) {
        // Before the question: what changes while it is answered must not count as fresh
        long now = clock.millis();
        known =
            new Keys(
                store.all().stream()
                    .collect(Collectors.toMap(key -> key.key().publicId(), Function.identity())),
                now);
      }
      return known;
    } finally {
      reading.unlock();
    }
  }

  /** A request does not fail because this cannot be written. */
  private void noteUse(UUID id) {
    long now = clock.millis();
    Long before = noted.get(id);
    if (before != null && now - before < USE_NOTED.toMillis()) {
      return;
    }
    noted.put(id, now);
    try {
      store.used(id);
    } catch (DataAccessException e) {
      LOG.debug("The use of key {} is not noted: {}", id, e.getMessage());
    }
  }

  private record Keys(Map<String, StoredKey> byPublicId, long readAt) {}
}
