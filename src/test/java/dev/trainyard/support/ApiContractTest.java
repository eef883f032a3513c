package dev.trainyard.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiContractTest {
  private static final String BATCH = "01980a5e-11aa-7f00-8d0e-5b9a2c3d4e5f";
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  private final ApiContract contract = ApiContract.ofThisVersion();

  @Test
  void anAnswerThatIsDescribedPasses() {
    assertThat(faults("DELETE", "/batches/" + BATCH, 200, JSON, cancelled("cancelled", "2")))
        .isEmpty();
    assertThat(faults("GET", "/nothing", 404, PROBLEM, problem(404, ""))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a field of another name,  canceled,  2",
    "a field of another type,  cancelled, '\"2\"'",
    "one field too many,       cancelled, '2, \"more\": 1'",
  })
  void aBodyThatIsNotDescribedFails(String fault, String field, String value) {
    assertThat(faults("DELETE", "/batches/" + BATCH, 200, JSON, cancelled(field, value)))
        .as(fault)
        .isNotEmpty();
  }

  @Test
  void aFieldOfAProblemThatIsNotDescribedFails() {
    assertThat(faults("GET", "/batches/" + BATCH, 404, PROBLEM, problem(404, ""))).isEmpty();
    assertThat(faults("GET", "/batches/" + BATCH, 404, PROBLEM, problem(404, ", \"hint\": \"x\"")))
        .isNotEmpty();
    assertThat(faults("GET", "/batches/" + BATCH, 404, PROBLEM, problem(400, ""))).isNotEmpty();
  }

  @Test
  void aTimeOrAnIdThatIsNoneFails() {
    String body = cancelled("cancelled", "2").replace(BATCH, "42");

    assertThat(faults("DELETE", "/batches/" + BATCH, 200, JSON, body)).isNotEmpty();
  }

  @Test
  void aStatusOrMediaTypeThatIsNotDescribedFails() {
    assertThat(faults("DELETE", "/batches/" + BATCH, 202, JSON, cancelled("cancelled", "2")))
        .isNotEmpty();
    assertThat(faults("DELETE", "/batches/" + BATCH, 200, "text/plain", "2")).isNotEmpty();
    assertThat(faults("DELETE", "/failed-jobs/" + BATCH, 204, "", "")).isEmpty();
    assertThat(faults("DELETE", "/failed-jobs/" + BATCH, 204, JSON, "{}")).isNotEmpty();
  }

  @Test
  void aPathThatIsNotDescribedMayOnlyBeRefused() {
    assertThat(faults("GET", "/nothing", 200, JSON, "{}")).isNotEmpty();
    assertThat(faults("GET", "/nothing", 500, PROBLEM, problem(500, ""))).isNotEmpty();
  }

  @Test
  void headersAreThoseThatAreDescribed() {
    String path = "/failed-jobs/" + BATCH + "/replay";
    String body = "{\"job_id\": \"%s\", \"replay_of\": \"%s\"}".formatted(BATCH, BATCH);

    assertThat(faults("POST", path, 202, JSON, body, "Location", "/x")).isEmpty();
    assertThat(faults("POST", path, 202, JSON, body)).isNotEmpty();
    assertThat(faults("POST", path, 429, PROBLEM, problem(429, ""), "Retry-After", "5")).isEmpty();
    assertThat(faults("POST", path, 429, PROBLEM, problem(429, ""), "Retry-After", "soon"))
        .isNotEmpty();
    assertThat(faults("POST", path, 404, PROBLEM, problem(404, ""), "Retry-After", "5"))
        .isNotEmpty();
  }

  private static String cancelled(String field, String value) {
    return "{\"batch_id\": \"%s\", \"%s\": %s}".formatted(BATCH, field, value);
  }

  private static String problem(int status, String more) {
    return "{\"type\": \"about:blank\", \"title\": \"t\", \"status\": %d, \"detail\": \"d\"%s}"
        .formatted(status, more);
  }

  private List<String> faults(
      String method, String path, int status, String type, String body, String... header) {
    Map<String, List<String>> headers = new HashMap<>();
    if (!type.isEmpty()) {
      headers.put("Content-Type", List.of(type));
    }
    if (header.length == 2) {
      headers.put(header[0], List.of(header[1]));
    }
    return contract.faults(
        new Received(
            HttpRequest.newBuilder(URI.create("http://localhost:1/api/v2/training" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            status,
            HttpHeaders.of(headers, (name, value) -> true),
            body));
  }

  /** An answer that no service has sent. */
  private record Received(HttpRequest request, int statusCode, HttpHeaders headers, String body)
      implements HttpResponse<String> {

    @Override
    public URI uri() {
      return request.uri();
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }

    @Override
    public Optional<HttpResponse<String>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }
  }
}
