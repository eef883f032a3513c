package dev.trainyard.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trainyard.api.ApiFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class ProblemIT extends ApiFixture {
  private static final String NO_JOB = "/jobs/01890a5d-ac96-774b-bcce-b302099a8057";

  @Autowired private CamelContext camel;

  /** Of those of the routes and of the controllers. */
  @Test
  void everyOperationRefusesAQueryParameterThatItDoesNotKnow() {
    List<String> operations = new ArrayList<>();
    camel
        .getRestRegistry()
        .listAllRestServices()
        .forEach(
            service ->
                operations.add(
                    service.getMethod() + " " + service.getUrl().replaceFirst("^.*/training", "")));
    operations.addAll(
        List.of(
            "GET /market-data",
            "POST /market-data/kraken/BTC-USD/1m",
            "GET /routes/edits",
            "POST /me/callback-secret",
            "DELETE /me/callback-secret",
            "GET /events",
            "GET /jobs/{job_id}/events",
            "POST /routes/rollback"));
    assertThat(operations).contains("get /queue", "delete /jobs/{job_id}");

    for (String operation : operations) {
      String[] parts = operation.split(" ", 2);
      String path = parts[1].replaceAll("\\{[^}]+}", "01890a5d-ac96-774b-bcce-b302099a8057");
      for (String query : List.of("nosuch=1", "limits", "%zz=1", "%00=1")) {
        Answer answer =
            send(
                request("/api/v2/training" + path + "?" + query.replace("%zz", "%25zz"))
                    .header("Content-Type", "application/json")
                    .method(parts[0].toUpperCase(Locale.ROOT), BodyPublishers.ofString("{}")));

        assertThat(answer.status()).as(operation + "?" + query).isEqualTo(400);
        assertThat(answer.body().path("errors")).as(operation + "?" + query).isNotEmpty();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /jobs/42                                  | 400 | job_id
          /jobs/1-1-1-1-1                           | 400 | job_id
          /jobs/42?job_id=7                         | 400 | job_id
          /jobs/42/progress                         | 400 | job_id
          /jobs/42/results                          | 400 | job_id
          /jobs/42/trials                           | 400 | job_id
          /jobs/42/events                           | 400 | job_id
          /events?types=state,nosuch                | 400 | types
          /events?types=                            | 400 | types
          /events?last_event_id=-1                  | 400 | last_event_id
          /events?last_event_id=x                   | 400 | last_event_id
          /events?batch_id=7                        | 400 | batch_id
          /events?job_id=7                          | 400 | job_id
          /events?limit=7                           | 400 | limit
          /configurations/x                         | 400 | config_id
          /failed-jobs/x                            | 400 | failed_job_id
          /callbacks/x                              | 400 | callback_id
          /callbacks?state=lost                     | 400 | state
          /callbacks?event=done                     | 400 | event
          /callbacks?job_id=42                      | 400 | job_id
          /callbacks?created_after=today            | 400 | created_after
          /jobs?limit=0                             | 400 | limit
          /jobs?limit=501                           | 400 | limit
          /jobs?limit=many                          | 400 | limit
          /jobs?limit=1&limit=2                     | 400 | limit
          /jobs?status=DONE                         | 400 | status
          /jobs?batch_id=7                          | 400 | batch_id
          /jobs?cursor=x                            | 400 | cursor
          /jobs?cursor=%25%25                       | 400 | cursor
          /jobs?symbol=%00                          | 400 | symbol
          /jobs?stat=PENDING                        | 400 | stat
          /configurations?sort=luck                 | 400 | sort
          /configurations?active=maybe              | 400 | active
          /configurations?sort=net_profit&cursor=MQ | 400 | cursor
          /failed-jobs?kind=bad                     | 400 | kind
          /failed-jobs?stage=bad                    | 400 | stage
          /failed-jobs?timeframe=7m                 | 400 | timeframe
          /failed-jobs?replayed=maybe               | 400 | replayed
          /failed-jobs?failed_after=today           | 400 | failed_after
          /failed-jobs?failed_before=+9999-01-01    | 400 | failed_before
          /failed-jobs?worker=x                     | 400 | worker
          /routes/edits?limit=0                     | 400 | limit
          /routes/edits?cursor=x                    | 400 | cursor
          /schedules?limit=0                        | 400 | limit
          /schedules?cursor=x                       | 400 | cursor
          /market-data?limit=0                      | 400 | limit
          /market-data?cursor=xyz                   | 400 | cursor
          /market-data?limit=many                   | 400 | limit
          /market-data?limit=1&limit=2              | 400 | limit
          /market-data?cursor=%25%25                | 400 | cursor
          /market-data?exchange=kraken              | 400 | exchange
          """)
  void aParameterThatCannotBeReadIsNamed(String path, int status, String parameter) {
    Answer answer = get(path);

    assertProblem(answer, status);
    assertThat(answer.error(parameter)).isNotBlank();
    assertThat(answer.body().path("detail").asText()).startsWith(parameter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NO_JOB,
        NO_JOB + "/progress",
        NO_JOB + "/results",
        NO_JOB + "/trials",
        "/callbacks/01890a5d-ac96-774b-bcce-b302099a8057",
        NO_JOB + "/events",
        "/configurations/01890a5d-ac96-774b-bcce-b302099a8057",
        "/failed-jobs/01890a5d-ac96-774b-bcce-b302099a8057",
        "/schedules/01890a5d-ac96-774b-bcce-b302099a8057",
        "/strategies/NOPE",
        "/nothing",
        "/jobs/01890a5d-ac96-774b-bcce-b302099a8057/nothing"
      })
  void whatIsNotThereIs404(String path) {
    assertProblem(get(path), 404);
  }

  @Test
  void outsideTheBaseIs404Too() {
    assertProblem(send(request("/nothing").GET()), 404);
  }

  @Test
  void aWrongMethodIs405WithTheAllowedOnes() {
    Answer answer = send(request("/api/v2/training/jobs").POST(BodyPublishers.ofString("{}")));

    assertProblem(answer, 405);
    assertThat(answer.http().headers().firstValue("Allow")).contains("GET");
    assertThat(answer.body().path("detail").asText()).contains("POST", "GET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
  void anotherContentTypeThanJsonIs415(String type) {
    Answer answer =
        send(
            request("/api/v2/training/start")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{}")));

    assertProblem(answer, 415);
    assertThat(answer.body().path("detail").asText()).contains("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "application/json; charset=nonsense"})
  void aContentTypeThatCannotBeReadIsShown(String type) {
    Answer answer =
        send(
            request("/api/v2/training/start")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{}")));

    assertProblem(answer, 415);
    assertThat(answer.body().path("detail").asText()).contains(type, "application/json");
  }

  @Test
  void bytesThatAreNotUtf8Are400() {
    byte[] latin1 = "{\"strategy\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertProblem(post("/start", BodyPublishers.ofByteArray(latin1)), 400);
    assertProblem(post("/backtests", BodyPublishers.ofByteArray(latin1)), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE"})
  void jsonIsReadInTheEncodingsThatItHasWhateverTheCharset(String encoding) {
    byte[] body = "{\"strategy\": \"é\"}".getBytes(Charset.forName(encoding));

    Answer answer =
        send(
            request("/api/v2/training/start")
                .header("Content-Type", "application/json; charset=iso-8859-1")
                .POST(BodyPublishers.ofByteArray(body)));

    assertProblem(answer, 422);
    assertThat(answer.error("strategy")).contains("é");
  }

  @Test
  void aCompressedBodyIs415() {
    Answer answer =
        send(
            request("/api/v2/training/start")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(new byte[] {31, -117})));

    assertProblem(answer, 415);
    assertThat(answer.body().path("detail").asText()).contains("Content-Encoding");
  }

  @ParameterizedTest
  @MethodSource("unreadableAccepts")
  void anAcceptThatCannotBeReadIsRefusedBeforeAnythingIsDone(String accept) {
    long before = jobs();

    Answer answer =
        send(
            request("/api/v2/training/start")
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(
                    BodyPublishers.ofString(
                        "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\"}")));

    assertProblem(answer, 406);
    assertThat(jobs()).isEqualTo(before);
  }

  private static Stream<String> unreadableAccepts() {
    return Stream.of("nonsense", "", "application/json,".repeat(51));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/actuator/health/;a=b", "/actuator/health/;%", "/api/v2/training/jobs;x"})
  void aPathWithParametersIs400(String path) throws IOException {
    assertThat(raw("PUT " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("which begin with ;");
  }

  @Test
  void thePageOfTheDocumentIsSentWholeWhateverRangeIsAskedFor() throws IOException {
    assertThat(
            raw(
                "GET /swagger-ui HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1,-1,z\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/start", "/market-data/kraken/BTC-USD/5m"})
  void aBodyThatIsCutOffIs400(String path) throws IOException {
    String type = path.equals("/start") ? "application/json" : "text/csv";

    assertThat(raw(post(path, type, "Content-Length: 1000") + "{\"strategy\":"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json");
    assertThat(raw(post(path, type, "Transfer-Encoding: chunked") + "no length\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "{\"a\": 1, \"a\": 2}"})
  void aBodyThatIsNotJsonIs400(String body) {
    assertProblem(post("/start", body), 400);
    assertProblem(post("/backtests", body), 400);
  }

  @Test
  void allFaultsOfARequestAreToldAtOnceAndNothingIsStored() {
    long before = jobs();
    Answer answer =
        post("/start", "{\"symbol\": \"'; DROP TABLE candles\", \"n_iterations\": 0, \"x\": 1}");

    assertProblem(answer, 422);
    assertThat(answer.body().path("errors")).hasSize(4);
    assertThat(answer.error("strategy")).contains("required");
    assertThat(jobs()).isEqualTo(before);
  }

  @Test
  void aFieldIsNamedInItsOwnScript() {
    Answer answer = post("/start", "{\"цена\": 1}");

    assertProblem(answer, 422);
    assertThat(answer.error("цена")).contains("unknown field");
  }

  @Test
  void aBodyAboveTheLimitIs413() {
    Answer answer = post("/start", " ".repeat(2 * 1024 * 1024));

    assertProblem(answer, 413);
    assertThat(answer.body().path("detail").asText()).contains("1 MiB");
  }

  @Test
  void aBodyOfUnknownLengthAboveTheLimitIs413() {
    byte[] body = " ".repeat(2 * 1024 * 1024).getBytes(StandardCharsets.UTF_8);

    assertProblem(
        post("/start", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))), 413);
  }

  @Test
  void aBodyOfUnknownLengthIsReadLikeAnyOther() {
    byte[] body = "{\"strategy\": \"NOPE\"}".getBytes(StandardCharsets.UTF_8);

    Answer answer =
        post("/start", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

    assertProblem(answer, 422);
    assertThat(answer.error("strategy")).contains("LIQUIDITY_SWEEP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/jobs/a%2Fb", "/jobs/%00", "/../../../../etc/passwd"})
  void whatTheContainerRefusesIsAProblemDocumentToo(String path) {
    assertProblem(get(path), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /nothing/{} HTTP/1.1\r\n| 404",
        "GET /api/v2/training/me/a|b HTTP/1.1\r\n| 404",
        "GET /nothing HTTP/1.1\r\nContent-Type: */*\r\n| 415",
        "PUT /api/v2/training/queue HTTP/1.1\r\nContent-Type: multipart/form-data\r\n| 405",
        "GET /nothing//x HTTP/1.1\r\n| 400",
        "PURGE /api/v2/training/queue HTTP/1.1\r\n| 405",
        "TRACE /api/v2/training/queue HTTP/1.1\r\n| 405"
      })
  void whatNoCarefulClientSendsIsAProblemDocumentToo(String line) throws IOException {
    int end = line.lastIndexOf('|');

    assertThat(raw(line.substring(0, end) + "Host: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 " + line.substring(end + 2))
        .contains("application/problem+json");
  }

  @Test
  void aPathThatIsNotEncodedIsAProblemDocumentToo() throws IOException {
    try (Socket socket = new Socket("localhost", port())) {
      socket
          .getOutputStream()
          .write(
              "GET /api/v2/training/jobs/{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
      String body = answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1);
      assertThat(JsonMapper.builder().build().readTree(body).path("status").asInt()).isEqualTo(400);
    }
  }

  private static String post(String path, String type, String length) {
    return "POST /api/v2/training%s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n%s\r\n\r\n"
        .formatted(path, type, length);
  }

  /** The answer to a request after which the client sends no more. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("localhost", port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private long jobs() {
    return jdbc.sql("SELECT count(*) FROM training_jobs").query(Long.class).single();
  }

  private static void assertProblem(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.body().path("status").asInt()).isEqualTo(status);
    assertThat(answer.body().path("title").asText()).isNotBlank();
    assertThat(answer.body().path("type").asText()).isNotBlank();
    assertThat(answer.body().path("detail").asText())
        .isNotBlank()
        .doesNotContain("Exception", "SELECT", "dev.trainyard");
  }
}
