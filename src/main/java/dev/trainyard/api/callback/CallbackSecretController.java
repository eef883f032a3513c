package dev.trainyard.api.callback;

import dev.trainyard.access.ApiKeyStore;
import dev.trainyard.access.Caller;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.api.problem.ProblemAdvice;
import dev.trainyard.api.problem.Problems;
import dev.trainyard.callback.secret.MissingSecretException;
import dev.trainyard.callback.secret.NewSecret;
import dev.trainyard.operate.CallbackOperations;
import dev.trainyard.operate.NotFoundException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The secrets of clients over HTTP. No route serves them: what a route carries may be edited,
 * logged and traced, and an answer of these holds a secret.
 */
@RestController
@RequestMapping("/api/v2/training")
class CallbackSecretController {
  private static final String OF_KEY = "/keys/{key_id}/callback-secrets";
  private static final String OWN = "/me/callback-secret";

  private final CallbackOperations operations;
  private final ApiKeyStore keys;

  CallbackSecretController(CallbackOperations operations, ApiKeyStore keys) {
    this.operations = operations;
    this.keys = keys;
  }

  /** Makes a secret for the caller. It is in this answer and nowhere else. */
  @PostMapping(OWN)
  ResponseEntity<?> rotateOwn(
      @RequestHeader(name = Caller.HEADER, required = false) @Nullable String caller) {
    Caller who = Caller.of(caller);
    return rotate(who, who.client());
  }

  /** Ends the secrets of the caller. */
  @DeleteMapping(OWN)
  ResponseEntity<Void> removeOwn(
      @RequestHeader(name = Caller.HEADER, required = false) @Nullable String caller) {
    Caller who = Caller.of(caller);
    operations.removeSecrets(who, who.client());
    return ResponseEntity.noContent().build();
  }

  /** Makes a secret for a key. It is in this answer and nowhere else. */
  @PostMapping(OF_KEY)
  ResponseEntity<?> rotate(
      @PathVariable("key_id") String keyId,
      @RequestHeader(name = Caller.HEADER, required = false) @Nullable String caller) {
    return rotate(Caller.of(caller), key(keyId));
  }

  /** Ends the secrets of a key. */
  @DeleteMapping(OF_KEY)
  ResponseEntity<Void> remove(
      @PathVariable("key_id") String keyId,
      @RequestHeader(name = Caller.HEADER, required = false) @Nullable String caller) {
    operations.removeSecrets(Caller.of(caller), key(keyId));
    return ResponseEntity.noContent().build();
  }

  private ResponseEntity<?> rotate(Caller caller, @Nullable UUID client) {
    try {
      NewSecret made = operations.rotateSecret(caller, client);
      return ResponseEntity.status(HttpStatus.CREATED).body(made);
    } catch (MissingSecretException e) {
      return ProblemAdvice.answer(
          Problems.problem(HttpStatus.CONFLICT, String.valueOf(e.getMessage())));
    }
  }

  private UUID key(String keyId) {
    UUID id = RequestParameters.id("key_id", keyId);
    if (keys.find(id).isEmpty()) {
      throw new NotFoundException("there is no key " + id);
    }
    return id;
  }
}
