package dev.trainyard.api.access;

import dev.trainyard.access.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Hands the caller to routes and controllers as the header {@link Caller#HEADER}, and hides what
 * proves who that is: a route keeps the headers of its request, and would carry a key to the logs.
 */
final class CallerFilter extends OncePerRequestFilter {
  private static final Set<String> SECRET =
      Set.of(
          "authorization", "proxy-authorization", "cookie", Caller.HEADER.toLowerCase(Locale.ROOT));

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    Caller caller =
        authentication instanceof CallerToken token
            ? token.caller().from(request.getRemoteAddr())
            : null;
    chain.doFilter(new Known(request, caller), response);
  }

  /** A request that shows its caller, and no secret. */
  private static final class Known extends HttpServletRequestWrapper {
    private final @Nullable String caller;

    Known(HttpServletRequest request, @Nullable Caller caller) {
      super(request);
      this.caller = caller == null ? null : caller.encoded();
    }

    @Override
    public @Nullable String getHeader(String name) {
      if (name.equalsIgnoreCase(Caller.HEADER)) {
        return caller;
      }
      return isSecret(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      if (isSecret(name)) {
        String value = getHeader(name);
        return value == null
            ? Collections.emptyEnumeration()
            : Collections.enumeration(List.of(value));
      }
      return super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      List<String> names = new ArrayList<>();
      for (String name : Collections.list(super.getHeaderNames())) {
        if (!isSecret(name)) {
          names.add(name);
        }
      }
      if (caller != null) {
        names.add(Caller.HEADER);
      }
      return Collections.enumeration(names);
    }

    private static boolean isSecret(String name) {
      return SECRET.contains(name.toLowerCase(Locale.ROOT));
    }
  }
}
