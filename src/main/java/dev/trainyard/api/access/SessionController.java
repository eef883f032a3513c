package dev.trainyard.api.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.access.ApiKey;
import dev.trainyard.access.AuthMode;
import dev.trainyard.access.AuthSettings;
import dev.trainyard.access.Caller;
import dev.trainyard.access.KeyRing;
import dev.trainyard.access.KeyText;
import dev.trainyard.access.Session;
import dev.trainyard.access.Sessions;
import dev.trainyard.access.Sessions.SignedIn;
import dev.trainyard.api.problem.ProblemAdvice;
import dev.trainyard.api.problem.Problems;
import dev.trainyard.json.RequestSchema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Signs the browser of a dashboard in and out. */
@RestController
class SessionController {
  private static final String PATH = "/api/v2/training/session";

  private final RequestSchema schema = RequestSchema.load("session-request.schema.json");
  private final AuthSettings settings;
  private final KeyRing keys;
  private final Sessions sessions;
  private final Refusals refusals;

  SessionController(AuthSettings settings, KeyRing keys, Sessions sessions, Refusals refusals) {
    this.settings = settings;
    this.keys = keys;
    this.sessions = sessions;
    this.refusals = refusals;
  }

  /** Takes a key for a cookie. The key itself is in no cookie, and nowhere else. */
  @PostMapping(PATH)
  @Nullable ResponseEntity<?> begin(
      @RequestBody(required = false) byte @Nullable [] body,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (settings.mode() == AuthMode.OFF) {
      return ProblemAdvice.answer(
          Problems.problem(
              HttpStatus.CONFLICT, "nobody signs in while %s is off".formatted(AuthSettings.MODE)));
    }
    if (SessionCookie.saysOtherSite(request)
        || (request.getHeader(HttpHeaders.ORIGIN) != null && SessionCookie.isForeign(request))) {
      return ProblemAdvice.answer(
          Problems.problem(
              HttpStatus.FORBIDDEN, "a browser signs in on the page of this service alone"));
    }
    ObjectNode given = schema.parse(body == null ? new byte[0] : body);
    schema.check(given).throwIfAny();
    Optional<KeyText> text = KeyText.parse(given.get("key").textValue());
    Optional<ApiKey> key = text.flatMap(keys::find);
    if (key.isEmpty() || !key.get().isActive()) {
      String reason = text.isEmpty() ? "malformed" : key.isEmpty() ? "unknown" : key.get().status();
      refusals.unauthorized(request, response, reason, KeyFilter.refused(reason, key.orElse(null)));
      return null;
    }
    Caller caller = KeyFilter.caller(key.get(), request);
    SignedIn signedIn = sessions.begin(caller, key.get().id());
    return ResponseEntity.status(HttpStatus.CREATED)
        .header(
            HttpHeaders.SET_COOKIE,
            SessionCookie.header(request, signedIn.token(), settings.session()))
        .body(
            new BegunSession(caller.name(), caller.role().label(), signedIn.session().expiresAt()));
  }

  /** Ends the session of the request. */
  @DeleteMapping(PATH)
  ResponseEntity<Void> end(
      @RequestHeader(name = Caller.HEADER, required = false) @Nullable String caller,
      @RequestAttribute(name = Session.ATTRIBUTE, required = false) @Nullable UUID session,
      HttpServletRequest request) {
    if (session != null) {
      sessions.end(Caller.of(caller), session);
    }
    return ended(request);
  }

  /** Ends all sessions of the key of the request. */
  @DeleteMapping(PATH + "s")
  ResponseEntity<Void> endAll(
      @RequestHeader(name = Caller.HEADER, required = false) @Nullable String caller,
      HttpServletRequest request) {
    Caller asking = Caller.of(caller);
    if (asking.keyId() != null) {
      sessions.endAll(asking, asking.keyId());
    }
    return ended(request);
  }

  private static ResponseEntity<Void> ended(HttpServletRequest request) {
    return ResponseEntity.noContent()
        .header(HttpHeaders.SET_COOKIE, SessionCookie.header(request, null, Duration.ZERO))
        .build();
  }

  /**
   * A session that has just begun.
   *
   * @param name name of the key
   * @param role what its holder may do
   * @param expiresAt when it ends
   */
  record BegunSession(String name, String role, Instant expiresAt) {}
}
