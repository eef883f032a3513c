package dev.trainyard.api.http;

import dev.trainyard.job.LogContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets what is logged for a request carry its method and path, and the job that it is about. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class RequestLogFilter extends OncePerRequestFilter {
  private static final String REQUEST = "request";
  private static final Pattern JOB =
      Pattern.compile("/jobs/(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})(?:/|$)");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    MDC.put(REQUEST, request.getMethod() + " " + request.getRequestURI());
    Matcher job = JOB.matcher(request.getRequestURI());
    if (job.find()) {
      MDC.put(LogContext.JOB_ID, job.group(1));
    }
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(REQUEST);
      MDC.remove(LogContext.JOB_ID);
    }
  }
}
