package dev.trainyard.api.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.access.ApiKey;
import dev.trainyard.access.ApiKeyStore;
import dev.trainyard.access.ApiKeyStore.NewKey;
import dev.trainyard.access.Caller;
import dev.trainyard.access.KeyText;
import dev.trainyard.access.Keys;
import dev.trainyard.access.Role;
import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.api.problem.ProblemAdvice;
import dev.trainyard.api.problem.Problems;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.json.TimeField;
import dev.trainyard.operate.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * API keys over HTTP. No route serves them: what a route carries may be edited, logged and traced,
 * and an answer of these holds a secret.
 */
@RestController
@RequestMapping(KeyController.PATH)
class KeyController {
  static final String PATH = "/api/v2/training/keys";

  private final RequestSchema schema = RequestSchema.load("key-request.schema.json");
  private final Keys keys;
  private final ApiKeyStore store;
  private final Clock clock;

  KeyController(Keys keys, ApiKeyStore store, Clock clock) {
    this.keys = keys;
    this.store = store;
    this.clock = clock;
  }

  /** All keys, the newest first. */
  @GetMapping
  Page<KeyView> list(HttpServletRequest request) {
    RequestParameters parameters = new RequestParameters(request.getQueryString());
    Cursor cursor = parameters.cursor();
    int limit = parameters.limit();
    List<ApiKey> rows = store.list(cursor == null ? null : cursor.id(), limit + 1);
    return Page.of(rows, limit, row -> row.id().toString()).map(KeyView::of);
  }

  /** Makes a key. Its text is in this answer and nowhere else. */
  @PostMapping
  ResponseEntity<?> create(
      @RequestBody(required = false) byte @Nullable [] body,
      @RequestHeader(name = Caller.HEADER, required = false) @Nullable String caller) {
    ObjectNode request = schema.parse(body == null ? new byte[0] : body);
    FieldErrors errors = schema.check(request);
    Instant expiresAt = TimeField.read("expires_at", request, errors);
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      errors.add("expires_at", "must be a time to come, not " + expiresAt);
    }
    errors.throwIfAny();
    String name = request.get("name").textValue();
    Role role = Role.of(request.get("role").textValue()).orElseThrow();
    NewKey made = keys.create(Caller.of(caller), name, role, expiresAt).orElse(null);
    if (made == null) {
      return ProblemAdvice.answer(
          Problems.problem(
              HttpStatus.CONFLICT,
              "there is an active key with the name %s; revoke it, or choose another name"
                  .formatted(name)));
    }
    return ResponseEntity.created(URI.create(PATH + "/" + made.key().id()))
        .body(
            new CreatedKey(
                made.key().id(),
                name,
                role.label(),
                made.key().createdAt(),
                made.key().expiresAt(),
                made.text().secret()));
  }

  /** Revokes a key: within a second no process lets it in. */
  @DeleteMapping("/{key_id}")
  ResponseEntity<?> revoke(
      @PathVariable("key_id") String keyId,
      @RequestHeader(name = Caller.HEADER, required = false) @Nullable String caller) {
    UUID id = RequestParameters.id("key_id", keyId);
    return switch (keys.revoke(Caller.of(caller), id)) {
      case DONE -> ResponseEntity.ok(KeyView.of(store.find(id).orElseThrow()));
      case BEFORE ->
          ProblemAdvice.answer(
              Problems.problem(HttpStatus.CONFLICT, "key %s is revoked already".formatted(id)));
      case NO_SUCH_KEY -> throw new NotFoundException("there is no key " + id);
      case NOT_ALLOWED ->
          ResponseEntity.status(HttpStatus.UNAUTHORIZED)
              .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
              .contentType(MediaType.APPLICATION_PROBLEM_JSON)
              .body(
                  Problems.problem(
                      HttpStatus.UNAUTHORIZED, "nothing was revoked: your own key works no more"));
    };
  }

  /**
   * A key as clients see it.
   *
   * @param id its id
   * @param prefix what the key itself begins with
   * @param name what it is for
   * @param role what its holder may do
   * @param status {@code active}, {@code expired} or {@code revoked}
   * @param createdAt when it was made
   * @param createdBy who made it
   * @param expiresAt when it stops working; null for never
   * @param lastUsedAt when it was shown last, to the minute; null for never
   * @param revokedAt when it was revoked; null when it was not
   */
  record KeyView(
      UUID id,
      String prefix,
      String name,
      String role,
      String status,
      Instant createdAt,
      String createdBy,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt,
      @Nullable Instant revokedAt) {

    static KeyView of(ApiKey key) {
      return new KeyView(
          key.id(),
          KeyText.PREFIX + key.publicId(),
          key.name(),
          key.role().label(),
          key.status(),
          key.createdAt(),
          key.createdBy(),
          key.expiresAt(),
          key.lastUsedAt(),
          key.revokedAt());
    }
  }

  /**
   * A key that has just been made.
   *
   * @param id its id
   * @param name what it is for
   * @param role what its holder may do
   * @param createdAt when it was made
   * @param expiresAt when it stops working; null for never
   * @param key the key itself, which nobody can show again
   */
  record CreatedKey(
      UUID id,
      String name,
      String role,
      Instant createdAt,
      @Nullable Instant expiresAt,
      String key) {}
}
