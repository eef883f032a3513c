package dev.trainyard.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.trainyard.access.SessionStore.StoredSession;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Signs browsers in and out, and recognises them. It remembers all sessions for half a second, as
 * {@link KeyRing} does with keys: one that ends is let in by no process a second later.
 */
@Component
public class Sessions {
  private static final Duration FRESH = Duration.ofMillis(500);
  private static final int TOKEN_BYTES = 32;

  private final SessionStore store;
  private final AuditLog audit;
  private final AuthSettings settings;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Known known = new Known(Map.of(), Set.of(), Long.MIN_VALUE);

  Sessions(SessionStore store, AuditLog audit, AuthSettings settings, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Begins a session.
   *
   * @param caller who signs in, by its key
   * @param keyId the key
   */
  public SignedIn begin(Caller caller, UUID keyId) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Session session =
        audit
            .change(
                caller,
                "session.begin",
                made -> made.id().toString(),
                () -> Optional.of(store.create(hash(token), keyId, settings.session())))
            .orElseThrow();
    return new SignedIn(session, token);
  }

  /**
   * The session of a token; empty when it is over, or was never begun.
   *
   * @throws DataAccessException when the database cannot be asked
   */
  public Optional<Session> find(String token) {
    byte[] hash = hash(token);
    Session session = known().byHash().get(HexFormat.of().formatHex(hash));
    if (session != null) {
      return Optional.of(session).filter(found -> clock.instant().isBefore(found.expiresAt()));
    }
    // Perhaps it has just begun; one question at a time, however many wrong tokens come
    reading.lock();
    try {
      return store.find(hash);
    } finally {
      reading.unlock();
    }
  }

  /**
   * Whether a session goes on.
   *
   * @throws DataAccessException when the database cannot be asked
   */
  public boolean isOpen(UUID id) {
    return known().ids().contains(id);
  }

  /** Ends a session. */
  public void end(Caller caller, UUID id) {
    audit.change(
        caller, "session.end", id, () -> store.end(id) ? Optional.of(id) : Optional.empty());
    forget();
  }

  /** Ends all sessions of a key. */
  public void endAll(Caller caller, UUID keyId) {
    audit.change(
        caller,
        "session.end-all",
        keyId,
        () -> Optional.of(store.endOf(keyId)).filter(ended -> ended > 0));
    forget();
  }

  private void forget() {
    known = new Known(Map.of(), Set.of(), Long.MIN_VALUE);
  }

  private Known known() {
    Known now = known;
    if (clock.millis() - FRESH.toMillis() < now.readAt()) {
      return now;
    }
    reading.lock();
    try {
      if (known.readAt() == now.readAt()) {
        // Before the question: what changes while it is answered must not count as fresh
        long asked = clock.millis();
        Map<String, Session> byHash =
            store.all().stream()
                .collect(
                    Collectors.toMap(
                        stored -> HexFormat.of().formatHex(stored.hash()), StoredSession::session));
        known =
            new Known(
                byHash,
                byHash.values().stream().map(Session::id).collect(Collectors.toUnmodifiableSet()),
                asked);
      }
      return known;
    } finally {
      reading.unlock();
    }
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * A session that has just begun.
   *
   * @param session as it is stored
   * @param token what its browser shows from now on, known only now
   */
  public record SignedIn(Session session, String token) {
    /** Hides the token. */
    @Override
    public String toString() {
      return session.toString();
    }
  }

  private record Known(Map<String, Session> byHash, Set<UUID> ids, long readAt) {}
}
