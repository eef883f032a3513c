package dev.trainyard.api.origin;

import dev.trainyard.api.HttpSettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Shows all that follows a request as its client made it, if a trusted proxy tells, and hides what
 * anybody else says of it.
 *
 * <p>Paths begin at the root of the service, wherever that is: context path and prefix are in one
 * place, the header {@value #ROOT}, for those who write a link. Camel, for one, takes a path for
 * the whole of it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class ForwardedFilter extends OncePerRequestFilter {
  /** Header with the path under which clients see the service; missing when that is the root. */
  public static final String ROOT = "X-Forwarded-Prefix";

  private final HttpSettings settings;

  ForwardedFilter(HttpSettings settings) {
    this.settings = settings;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ForwardedOrigin origin =
        ForwardedOrigin.of(
            settings.trusts(request.getRemoteAddr())
                ? name -> joined(request, name)
                : name -> null);
    chain.doFilter(new Seen(request, origin), response);
  }

  private static @Nullable String joined(HttpServletRequest request, String name) {
    List<String> values = Collections.list(request.getHeaders(name));
    return values.isEmpty() ? null : String.join(",", values);
  }

  /** The request as its client made it, but for the path before the root of the service. */
  private static final class Seen extends HttpServletRequestWrapper {
    /** What the container takes in a path although clients forgot to encode it. */
    private static final Pattern UNENCODED = Pattern.compile("[<>\\[\\]^`{|}\"]");

    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);

    private final ForwardedOrigin origin;
    private final String root;
    private String givenUri = "";
    private String uri = "";
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Seen(HttpServletRequest request, ForwardedOrigin origin) {
      super(request);
      this.origin = origin;
      this.root = origin.prefix().orElse(request.getContextPath());
      for (String name : Collections.list(request.getHeaderNames())) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.equals("forwarded") && !lower.startsWith("x-forwarded-")) {
          headers.put(name, Collections.list(request.getHeaders(name)));
        }
      }
      if (!root.isEmpty()) {
        headers.put(ROOT, List.of(root));
      }
    }

    @Override
    public String getContextPath() {
      return "";
    }

    @Override
    public String getRequestURI() {
      String given = super.getRequestURI();
      // Asked for dozens of times in each request
      if (!given.equals(givenUri)) {
        uri = encoded(given.substring(super.getContextPath().length()));
        givenUri = given;
      }
      return uri;
    }

    /** Whoever makes a URI of the path gets what a careful client would have sent. */
    private static String encoded(String path) {
      Matcher unencoded = UNENCODED.matcher(path);
      return unencoded.replaceAll(found -> "%%%02X".formatted((int) found.group().charAt(0)));
    }

    @Override
    public StringBuffer getRequestURL() {
      StringBuffer url = new StringBuffer(getScheme()).append("://").append(getServerName());
      if (getServerPort() != DEFAULT_PORTS.getOrDefault(getScheme(), -1)) {
        url.append(':').append(getServerPort());
      }
      return url.append(root).append(getRequestURI());
    }

    @Override
    public String getScheme() {
      return origin.scheme().orElseGet(super::getScheme);
    }

    @Override
    public boolean isSecure() {
      return origin.scheme().map("https"::equals).orElseGet(super::isSecure);
    }

    @Override
    public String getServerName() {
      return origin.host().orElseGet(super::getServerName);
    }

    @Override
    public int getServerPort() {
      Optional<Integer> port = origin.port();
      if (port.isEmpty() && origin.host().isEmpty() && getHeader("Host") != null) {
        port = ForwardedOrigin.portOf(getHeader("Host"));
      }
      if (port.isEmpty() && (origin.scheme().isPresent() || origin.host().isPresent())) {
        port = Optional.ofNullable(DEFAULT_PORTS.get(getScheme()));
      }
      return port.orElseGet(super::getServerPort);
    }

    @Override
    public @Nullable String getHeader(String name) {
      List<String> values = headers.get(name);
      return values == null ? null : values.get(0);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return Collections.enumeration(headers.getOrDefault(name, List.of()));
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      return Collections.enumeration(headers.keySet());
    }
  }
}
