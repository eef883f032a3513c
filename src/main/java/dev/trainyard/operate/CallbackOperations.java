package dev.trainyard.operate;

import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.callback.CallbackFilter;
import dev.trainyard.callback.CallbackStore;
import dev.trainyard.callback.secret.CallbackSecrets;
import dev.trainyard.callback.secret.NewSecret;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Replays callbacks, and makes and ends the secrets that sign them. */
@Component
public class CallbackOperations {
  private static final String ANONYMOUS = "anonymous";

  private final CallbackStore callbacks;
  private final CallbackSecrets secrets;
  private final AuditLog audit;

  CallbackOperations(CallbackStore callbacks, CallbackSecrets secrets, AuditLog audit) {
    this.callbacks = callbacks;
    this.secrets = secrets;
    this.audit = audit;
  }

  /**
   * Sends a callback again, whatever has become of it.
   *
   * @throws NotFoundException when there is no such callback
   */
  public void replay(Caller caller, UUID id) {
    Optional<UUID> replayed =
        audit.change(
            caller,
            "callback.replay",
            id,
            () -> callbacks.replay(id) ? Optional.of(id) : Optional.empty());
    if (replayed.isEmpty()) {
      throw NotFoundException.callback(id);
    }
  }

  /** Sends the dead callbacks of a filter again. Returns how many. */
  public int replayDead(Caller caller, CallbackFilter filter) {
    return audit
        .change(
            caller,
            "callback.replay-all",
            (Object) null,
            () -> Optional.of(callbacks.replayDead(filter)).filter(count -> count > 0))
        .orElse(0);
  }

  /**
   * Makes a secret for a client; the one before it stays valid for a while.
   *
   * @param client the client; null for those who have not said who they are
   * @throws dev.trainyard.callback.secret.MissingSecretException when the service cannot sign
   */
  public NewSecret rotateSecret(Caller caller, @Nullable UUID client) {
    return audit
        .change(
            caller,
            "callback-secret.create",
            target(client),
            () -> Optional.of(secrets.rotate(client, caller.name())))
        .orElseThrow();
  }

  /** Ends the secrets of a client at once. */
  public void removeSecrets(Caller caller, @Nullable UUID client) {
    audit.change(
        caller,
        "callback-secret.remove",
        target(client),
        () -> Optional.of(secrets.remove(client)).filter(count -> count > 0));
  }

  private static String target(@Nullable UUID client) {
    return client == null ? ANONYMOUS : client.toString();
  }
}
