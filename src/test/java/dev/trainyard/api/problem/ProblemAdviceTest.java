package dev.trainyard.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpRequestMethodNotSupportedException;

class ProblemAdviceTest {

  @Test
  void aMethodThatIsNotThereYetIsToCome() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      ProblemAdvice advice = new ProblemAdvice(new Problems(), camel);

      ResponseEntity<Object> early = get(advice);
      camel.start();
      ResponseEntity<Object> later = get(advice);

      assertThat(early.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
      assertThat(early.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("1");
      assertThat(later.getStatusCode()).isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
    }
  }

  private static ResponseEntity<Object> get(ProblemAdvice advice) {
    return advice.handleHttpRequestMethodNotSupported(
        new HttpRequestMethodNotSupportedException("GET", List.of("DELETE")),
        HttpHeaders.EMPTY,
        HttpStatus.METHOD_NOT_ALLOWED,
        null);
  }
}
