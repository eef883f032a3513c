package dev.trainyard.api.access;

import dev.trainyard.access.ApiKey;
import dev.trainyard.access.AuthMode;
import dev.trainyard.access.AuthSettings;
import dev.trainyard.access.Caller;
import dev.trainyard.access.Door;
import dev.trainyard.access.KeyRing;
import dev.trainyard.access.KeyText;
import dev.trainyard.access.Session;
import dev.trainyard.access.Sessions;
import dev.trainyard.api.problem.ProblemWriter;
import dev.trainyard.api.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who asks, by the API key in {@code Authorization: Bearer}, or by the cookie of a
 * browser that has signed in with one. While nobody has to say who they are, everybody is the same
 * anonymous admin.
 */
final class KeyFilter extends OncePerRequestFilter {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*");
  private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+) *");

  private final AuthSettings settings;
  private final KeyRing keys;
  private final Sessions sessions;
  private final AccessRules rules;
  private final Problems problems;
  private final ProblemWriter writer;
  private final Refusals refusals;
  private final List<String> origins;
  private final RequestAttributeSecurityContextRepository contexts =
      new RequestAttributeSecurityContextRepository();

  /**
   * @param origins origins whose pages may change something while nobody has to say who they are
   */
  KeyFilter(
      AuthSettings settings,
      KeyRing keys,
      Sessions sessions,
      AccessRules rules,
      Problems problems,
      ProblemWriter writer,
      Refusals refusals,
      List<String> origins) {
    this.settings = settings;
    this.keys = keys;
    this.sessions = sessions;
    this.rules = rules;
    this.problems = problems;
    this.writer = writer;
    this.refusals = refusals;
    this.origins = List.copyOf(origins);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (settings.mode() == AuthMode.OFF) {
      // Whoever can reach a loopback address may do everything, and so could any site in a browser
      if (SessionCookie.saysOtherSite(request)
          && !origins.contains(String.valueOf(request.getHeader(HttpHeaders.ORIGIN)))) {
        forbid(
            response,
            "the page of another site changes nothing here, unless trainyard.http.allowed-origins names it");
        return;
      }
      if (rules.needed(request).isPresent() && !isOwnName(request.getHeader(HttpHeaders.HOST))) {
        forbid(
            response,
            "while trainyard.auth.mode is off, the service answers to names of this machine alone: use"
                + " localhost or an address, or name the host in trainyard.http.allowed-origins");
        return;
      }
      proceed(Caller.anonymous(request.getRemoteAddr()), request, response, chain);
      return;
    }
    String header = request.getHeader("Authorization");
    String shown = header == null ? null : shown(header);
    Optional<String> cookie = header == null ? SessionCookie.token(request) : Optional.empty();
    if (cookie.isPresent() && rules.needed(request).isPresent()) {
      inSession(cookie.get(), request, response, chain);
      return;
    }
    // What is open to everybody is open to those with a wrong key too: probes send what they have
    if (header == null
        || rules.needed(request).isEmpty()
        || (settings.mode() == AuthMode.OIDC && isToken(shown))) {
      chain.doFilter(request, response);
      return;
    }
    Optional<KeyText> text = shown == null ? Optional.empty() : KeyText.parse(shown);
    if (text.isEmpty()) {
      refusals.unauthorized(request, response, "malformed", refused("malformed", null));
      return;
    }
    Optional<ApiKey> key;
    try {
      key = keys.find(text.get());
    } catch (DataAccessException e) {
      writer.write(problems.of(e), response);
      return;
    }
    if (key.isEmpty() || !key.get().isActive()) {
      String reason = key.map(ApiKey::status).orElse("unknown");
      refusals.unauthorized(request, response, reason, refused(reason, key.orElse(null)));
      return;
    }
    proceed(caller(key.get(), request), request, response, chain);
  }

  private void forbid(HttpServletResponse response, String detail) throws IOException {
    writer.write(Problems.problem(HttpStatus.FORBIDDEN, detail), response);
  }

  /**
   * Whether a name can only mean this machine, or is one that the operator has named. A site can
   * let its own name lead to a loopback address, and its pages would then count as those of the
   * service (DNS rebinding).
   */
  private boolean isOwnName(@Nullable String host) {
    if (host == null) {
      return true;
    }
    String name = host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
    return !name.contains(".")
        || ADDRESS.matcher(name).matches()
        || name.endsWith(".localhost")
        || origins.stream().anyMatch(origin -> host.equals(URI.create(origin).getAuthority()));
  }

  /** Lets a browser in that has signed in, if it is its own page that asks. */
  private void inSession(
      String token, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Session> session;
    Optional<ApiKey> key;
    try {
      session = sessions.find(token);
      key = session.flatMap(found -> keys.find(found.keyId()));
    } catch (DataAccessException e) {
      writer.write(problems.of(e), response);
      return;
    }
    if (session.isEmpty() || key.isEmpty()) {
      refusals.unauthorized(
          request, response, "session", "the session has ended: sign in again with an API key");
      return;
    }
    if (!key.get().isActive()) {
      String reason = key.get().status();
      refusals.unauthorized(request, response, reason, refused(reason, key.get()));
      return;
    }
    if (SessionCookie.isForeign(request)) {
      forbid(
          response,
          "a request that changes something by the cookie of a session must come from the page of this"
              + " service; others send an API key");
      return;
    }
    request.setAttribute(Session.ATTRIBUTE, session.get().id());
    Instant ends = session.get().expiresAt();
    Caller caller = caller(key.get(), request);
    boolean isKeyFirst = caller.expiresAt() != null && caller.expiresAt().isBefore(ends);
    proceed(isKeyFirst ? caller : caller.until(ends), request, response, chain);
  }

  /**
   * Why a key does not open the door, and what to do.
   *
   * @param reason {@code malformed}, {@code unknown}, or the status of the key
   * @param key the key; null when there is none
   */
  static String refused(String reason, @Nullable ApiKey key) {
    if (key == null) {
      return reason.equals("malformed")
          ? "that is no API key: it begins with ty_ and ends with its check digits, and Authorization is"
              + " \"Bearer \" and the key; copy it whole"
          : "the API key is unknown here; was it made for another Trainyard?";
    }
    return key.revokedAt() != null
        ? "the API key %s was revoked at %s".formatted(key.name(), key.revokedAt())
        : "the API key %s has expired at %s".formatted(key.name(), key.expiresAt());
  }

  /** What a bearer shows; null for another scheme. */
  static @Nullable String shown(String header) {
    Matcher bearer = BEARER.matcher(header);
    return bearer.matches() ? bearer.group(1) : null;
  }

  private static boolean isToken(@Nullable String shown) {
    return shown != null && !shown.startsWith(KeyText.PREFIX);
  }

  /** Who asks, by an API key. */
  static Caller caller(ApiKey key, HttpServletRequest request) {
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
