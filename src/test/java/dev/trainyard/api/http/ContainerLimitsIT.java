package dev.trainyard.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.api.ApiFixture;
import dev.trainyard.support.RawHttp;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** What a client can ask of the container itself, and what ends it. */
@TestPropertySource(properties = "server.tomcat.threads.max=8")
class ContainerLimitsIT extends ApiFixture {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String QUEUE = "/api/v2/training/queue";

  @Test
  void aLongRequestLineIs414() throws IOException {
    assertProblem(get(QUEUE + "?a=" + "b".repeat(20_000), ""), 414, "path and query are longer");
  }

  @Test
  void largeHeadersAre431() throws IOException {
    assertProblem(get(QUEUE, "X: " + "y".repeat(20_000) + "\r\n"), 431, "headers are larger");
  }

  @Test
  void manyHeadersAre431() throws IOException {
    assertProblem(get(QUEUE, "a: b\r\n".repeat(150)), 431, "or more than the service reads");
  }

  @Test
  void anotherTransferEncodingIs501AndAnotherExpectationIs417() throws IOException {
    assertProblem(get(QUEUE, "Transfer-Encoding: gzip\r\n"), 501, "may only be chunked");
    assertProblem(get(QUEUE, "Expect: cake\r\n"), 417, "100-continue");
  }

  @Test
  void manyParametersAreRefusedLikeOne() throws IOException {
    assertProblem(get(QUEUE + "?" + "a=b&".repeat(2000), ""), 400, "unknown query parameter");
  }

  @Test
  void headersThatTrickleHoldNoThread() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket("localhost", port());
        slow.add(socket);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nX: y".getBytes(US_ASCII));
      }
      assertThat(get("/queue").status()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private RawHttp.Answer get(String path, String headers) throws IOException {
    return RawHttp.send(
        port(),
        "GET %s HTTP/1.1\r\nHost: x\r\n%sConnection: close\r\n\r\n"
            .formatted(path, headers)
            .getBytes(US_ASCII),
        false,
        PATIENCE);
  }

  private static void assertProblem(RawHttp.Answer answer, int status, String detail) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status, detail);
  }
}
