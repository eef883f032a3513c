package dev.trainyard.api.access;

import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.access.Door;
import dev.trainyard.access.Role;
import dev.trainyard.api.problem.ProblemWriter;
import dev.trainyard.api.problem.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

/**
 * Turns callers away: with a problem document, a counter and, once a minute for each of them, a
 * line in the audit log. A flood of wrong keys must not become a flood of writes.
 */
@Component
class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final long MINUTE_MILLIS = 60_000;
  private static final String RETRY_SECONDS = "5";

  /** Different callers whose refusals are written in one minute. */
  private static final int MAX_WRITTEN = 100;

  private final ProblemWriter writer;
  private final AuditLog audit;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Map<String, Boolean> written = new ConcurrentHashMap<>();
  private volatile long minute;

  Refusals(ProblemWriter writer, AuditLog audit, MeterRegistry meters, Clock clock) {
    this.writer = writer;
    this.audit = audit;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Answers 401.
   *
   * @param reason one of a few words, for the counter
   * @param detail what is wrong and what to do
   */
  void unauthorized(
      HttpServletRequest request, HttpServletResponse response, String reason, String detail)
      throws IOException {
    count(reason);
    if (!reason.equals("missing")) {
      Caller unknown =
          new Caller(null, "unknown", Role.VIEWER, Door.HTTP, request.getRemoteAddr(), null);
      write(unknown, request, "401, key " + reason);
    }
    response.setHeader("WWW-Authenticate", "Bearer");
    writer.write(Problems.problem(HttpStatus.UNAUTHORIZED, detail), response);
  }

  /** Answers 403: the caller is known, and may not do this. */
  void forbidden(
      HttpServletRequest request, HttpServletResponse response, Caller caller, Role needed)
      throws IOException {
    count("role");
    write(caller, request, "403, needs " + needed.label());
    writer.write(
        Problems.problem(
            HttpStatus.FORBIDDEN,
            "%s %s needs the role %s; %s has the role %s"
                .formatted(
                    request.getMethod(),
                    request.getRequestURI(),
                    needed.label(),
                    caller.name(),
                    caller.role().label())),
        response);
  }

  /** Answers for a token of the identity provider that does not open the door. */
  void token(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
      throws IOException {
    if (cause instanceof AuthenticationServiceException) {
      count("provider");
      LOG.warn("The identity provider cannot be asked: {}", cause.getMessage());
      response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
      writer.write(
          Problems.problem(
              HttpStatus.SERVICE_UNAVAILABLE,
              "the identity provider cannot be asked for its keys; try again, or use an API key"),
          response);
    } else if (cause instanceof OidcTokens.NoRoleException) {
      count("role");
      writer.write(Problems.problem(HttpStatus.FORBIDDEN, cause.getMessage()), response);
    } else {
      String reason = cause.getMessage() == null ? "it cannot be read" : cause.getMessage();
      unauthorized(
          request,
          response,
          "token",
          "the token is refused: "
              + reason.substring(reason.indexOf("Jwt: ") < 0 ? 0 : reason.indexOf("Jwt: ") + 5));
    }
  }

  private void count(String reason) {
    meters.counter("trainyard.auth.refused", "reason", reason).increment();
  }

  private void write(Caller caller, HttpServletRequest request, String details) {
    long now = clock.millis() / MINUTE_MILLIS;
    if (now != minute) {
      minute = now;
      written.clear();
    }
    if (written.size() >= MAX_WRITTEN
        || written.putIfAbsent(caller.address() + " " + caller.keyId(), true) != null) {
      return;
    }
    try {
      audit.denied(caller, request.getMethod() + " " + shortened(request.getRequestURI()), details);
    } catch (DataAccessException e) {
      LOG.warn("A refusal is not in the audit log: {}", e.getMessage());
    }
  }

  private static String shortened(String path) {
    return path.length() <= 200 ? path : path.substring(0, 200) + "…";
  }
}
