package dev.trainyard.api.access;

import dev.trainyard.access.ApiKey;
import dev.trainyard.access.AuthMode;
import dev.trainyard.access.AuthSettings;
import dev.trainyard.access.Caller;
import dev.trainyard.access.Door;
import dev.trainyard.access.KeyRing;
import dev.trainyard.access.KeyText;
import dev.trainyard.api.problem.ProblemWriter;
import dev.trainyard.api.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who asks, by the API key in {@code Authorization: Bearer}. While nobody has to say who
 * they are, everybody is the same anonymous admin.
 */
final class KeyFilter extends OncePerRequestFilter {
  private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+) *");

  private final AuthSettings settings;
  private final KeyRing keys;
  private final AccessRules rules;
  private final Problems problems;
  private final ProblemWriter writer;
  private final Refusals refusals;
  private final RequestAttributeSecurityContextRepository contexts =
      new RequestAttributeSecurityContextRepository();

  KeyFilter(
      AuthSettings settings,
      KeyRing keys,
      AccessRules rules,
      Problems problems,
      ProblemWriter writer,
      Refusals refusals) {
    this.settings = settings;
    this.keys = keys;
    this.rules = rules;
    this.problems = problems;
    this.writer = writer;
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (settings.mode() == AuthMode.OFF) {
      proceed(Caller.anonymous(request.getRemoteAddr()), request, response, chain);
      return;
    }
    String header = request.getHeader("Authorization");
    String shown = header == null ? null : shown(header);
    // What is open to everybody is open to those with a wrong key too: probes send what they have
    if (header == null
        || rules.needed(request).isEmpty()
        || (settings.mode() == AuthMode.OIDC && isToken(shown))) {
      chain.doFilter(request, response);
      return;
    }
    Optional<KeyText> text = shown == null ? Optional.empty() : KeyText.parse(shown);
    if (text.isEmpty()) {
      refusals.unauthorized(
          request,
          response,
          "malformed",
          "Authorization must be \"Bearer \" and an API key, which begins with ty_ and ends with its check digits; copy it whole");
      return;
    }
    Optional<ApiKey> key;
    try {
      key = keys.find(text.get());
    } catch (DataAccessException e) {
      writer.write(problems.of(e), response);
      return;
    }
    if (key.isEmpty()) {
      refusals.unauthorized(
          request,
          response,
          "unknown",
          "the API key is unknown here; was it made for another Trainyard?");
    } else if (key.get().revokedAt() != null) {
      refusals.unauthorized(
          request,
          response,
          "revoked",
          "the API key %s was revoked at %s".formatted(key.get().name(), key.get().revokedAt()));
    } else if (key.get().expired()) {
      refusals.unauthorized(
          request,
          response,
          "expired",
          "the API key %s has expired at %s".formatted(key.get().name(), key.get().expiresAt()));
    } else {
      proceed(caller(key.get(), request), request, response, chain);
    }
  }

  /** What a bearer shows; null for another scheme. */
  static @Nullable String shown(String header) {
    Matcher bearer = BEARER.matcher(header);
    return bearer.matches() ? bearer.group(1) : null;
  }

  private static boolean isToken(@Nullable String shown) {
    return shown != null && !shown.startsWith(KeyText.PREFIX);
  }

  private static Caller caller(ApiKey key, HttpServletRequest request) {
    return new Caller(
        key.id(), key.name(), key.role(), Door.HTTP, request.getRemoteAddr(), key.expiresAt());
  }

  /** The error and asynchronous dispatches of the request find the context in its attributes. */
  private void proceed(
      Caller caller, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new CallerToken(caller));
    SecurityContextHolder.setContext(context);
    contexts.saveContext(context, request, response);
    chain.doFilter(request, response);
  }
}
