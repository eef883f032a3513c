package dev.trainyard.api.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The cookie of a session. Scripts cannot read it, no other site's request carries it, and over TLS
 * no other host may set it. Cookies know no ports: without TLS, where several services may share a
 * host, its name does.
 */
final class SessionCookie {
  private static final String SECURE_NAME = "__Host-trainyard";
  private static final List<String> SAFE = List.of("GET", "HEAD", "OPTIONS", "TRACE");

  private static final String FETCH_SITE = "Sec-Fetch-Site";

  private SessionCookie() {}

  private static String name(HttpServletRequest request) {
    return request.isSecure() ? SECURE_NAME : "trainyard-" + request.getServerPort();
  }

  /** The token that a request shows. */
  static Optional<String> token(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return Optional.empty();
    }
    String name = name(request);
    return List.of(cookies).stream()
        .filter(cookie -> cookie.getName().equals(name) && !cookie.getValue().isEmpty())
        .map(Cookie::getValue)
        .findFirst();
  }

  /**
   * The header that gives a browser its cookie, or takes it away.
   *
   * @param token null to take it away
   * @param length how long it is kept
   */
  static String header(HttpServletRequest request, @Nullable String token, Duration length) {
    return ResponseCookie.from(name(request), token == null ? "" : token)
        .httpOnly(true)
        .secure(request.isSecure())
        .sameSite("Strict")
        .path("/")
        .maxAge(token == null ? Duration.ZERO : length)
        .build()
        .toString();
  }

  /**
   * Whether a browser says that a request that changes something is of the page of another site.
   */
  static boolean saysOtherSite(HttpServletRequest request) {
    String site = request.getHeader(FETCH_SITE);
    return site != null
        && !SAFE.contains(request.getMethod())
        && !List.of("same-origin", "none").contains(site);
  }

  /**
   * Whether a request that changes something may come from the page of another site. Browsers tell:
   * by {@code Sec-Fetch-Site} where they trust the connection, else by {@code Origin}.
   */
  static boolean isForeign(HttpServletRequest request) {
    if (SAFE.contains(request.getMethod())) {
      return false;
    }
    if (request.getHeader(FETCH_SITE) != null) {
      return saysOtherSite(request);
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      return true;
    }
    try {
      return !origin.startsWith("http")
          || !String.valueOf(URI.create(origin).getAuthority())
              .equals(request.getHeader(HttpHeaders.HOST));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
