package dev.trainyard.api.problem;

import dev.trainyard.json.UserText;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Answers what Spring itself refuses, and the faults of its controllers, as the routes do. The port
 * is open a little before the routes are there: until then a path, or a method of it, is not
 * missing, but to come.
 */
@RestControllerAdvice
public class ProblemAdvice extends ResponseEntityExceptionHandler {
  static final String RETRY_AFTER_SECONDS = "5";

  private final Problems problems;
  private final CamelContext camel;

  ProblemAdvice(Problems problems, CamelContext camel) {
    this.problems = problems;
    this.camel = camel;
  }

  /** A fault of a controller. */
  @ExceptionHandler
  public ResponseEntity<ProblemDetail> answer(Exception fault) {
    return answer(problems.of(fault));
  }

  @Override
  protected ResponseEntity<Object> handleHttpRequestMethodNotSupported(
      HttpRequestMethodNotSupportedException fault,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (isStarting()) {
      return starting();
    }
    List<HttpMethod> allowed =
        fault.getSupportedHttpMethods() == null
            ? List.of()
            : List.copyOf(fault.getSupportedHttpMethods());
    return unify(
        HttpStatus.METHOD_NOT_ALLOWED,
        "%s is not allowed here; allowed: %s"
            .formatted(
                fault.getMethod(),
                allowed.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "))),
        headers);
  }

  @Override
  protected ResponseEntity<Object> handleHttpMediaTypeNotSupported(
      HttpMediaTypeNotSupportedException fault,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return unify(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        "the body must be sent with Content-Type: %s, not %s"
            .formatted(
                fault.getSupportedMediaTypes().stream()
                    .map(MediaType::toString)
                    .collect(Collectors.joining(" or ")),
                contentType(request)),
        headers);
  }

  @Override
  protected ResponseEntity<Object> handleNoResourceFoundException(
      NoResourceFoundException fault,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (isStarting()) {
      return starting();
    }
    return unify(HttpStatus.NOT_FOUND, "there is nothing at " + path(request), headers);
  }

  private boolean isStarting() {
    return !camel.getStatus().isStarted();
  }

  private static ResponseEntity<Object> starting() {
    HttpHeaders soon = new HttpHeaders();
    soon.set(HttpHeaders.RETRY_AFTER, "1");
    return unify(HttpStatus.SERVICE_UNAVAILABLE, "the service is starting", soon);
  }

  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    return new ResponseEntity<>(body, asProblem(headers), status);
  }

  /** The answer that a problem document is. */
  public static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
    HttpHeaders headers = asProblem(HttpHeaders.EMPTY);
    if (Problems.mayBeRepeated(problem.getStatus())) {
      headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return new ResponseEntity<>(problem, headers, problem.getStatus());
  }

  private static ResponseEntity<Object> unify(
      HttpStatus status, String detail, HttpHeaders headers) {
    return new ResponseEntity<>(Problems.problem(status, detail), asProblem(headers), status);
  }

  /** The headers of a fault are read-only. */
  private static HttpHeaders asProblem(HttpHeaders headers) {
    HttpHeaders copy = new HttpHeaders();
    copy.addAll(headers);
    copy.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    return copy;
  }

  /** As it was sent: one that cannot be read is missing in the fault. */
  private static String contentType(WebRequest request) {
    String sent = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return sent == null ? "without any" : '"' + UserText.shown(sent) + '"';
  }

  private static String path(WebRequest request) {
    HttpServletRequest servlet = ((ServletWebRequest) request).getRequest();
    return servlet.getMethod() + " " + servlet.getRequestURI();
  }
}
