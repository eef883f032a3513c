package dev.trainyard.api.problem;

import dev.trainyard.api.origin.ForwardedFilter;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Lets the {@code instance} of a problem document, which Spring fills in, be a path of clients. */
@RestControllerAdvice
class ProblemInstance implements ResponseBodyAdvice<Object> {

  @Override
  public boolean supports(
      MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter method,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    String root = request.getHeaders().getFirst(ForwardedFilter.ROOT);
    if (root != null && body instanceof ProblemDetail problem && problem.getInstance() != null) {
      problem.setInstance(URI.create(root + problem.getInstance()));
    }
    return body;
  }
}
