package dev.trainyard.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.api.ApiFixture;
import dev.trainyard.support.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** What a client can ask of the container itself, and what ends it. */
@TestPropertySource(properties = {"server.tomcat.threads.max=8", "trainyard.http.body-grace=1s"})
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

  @Test
  void bodiesThatTrickleHoldAThreadForTheGraceOnly() throws Exception {
    assertThreadsAreFreeBeside(
        "POST /api/v2/training/start HTTP/1.1\r\nContent-Type: application/json");
  }

  @Test
  void refusedBodiesThatTrickleHoldAThreadForTheGraceOnly() throws Exception {
    assertThreadsAreFreeBeside("POST /api/v2/training/nowhere HTTP/1.1\r\nContent-Type: text/csv");
  }

  @Test
  void uploadsThatTrickleHoldAThreadForTheGraceOnly() throws Exception {
    assertThreadsAreFreeBeside(
        "POST /api/v2/training/market-data/kraken/BTC-USDT/5m HTTP/1.1\r\nContent-Type: text/csv");
  }

  @Test
  void aBodyThatComesTooSlowlyIs408() throws Exception {
    try (Trickle trickle = new Trickle(1, "POST /api/v2/training/start HTTP/1.1")) {
      assertProblem(RawHttp.answer(trickle.sockets().get(0)), 408, "no more of the body");
    }
  }

  @Test
  void aLargeBodyThatIsRefusedIsReadSoThatItsClientSeesTheAnswer() throws IOException {
    byte[] body = new byte[8 * 1024 * 1024];
    String head =
        "POST /api/v2/training/start HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            .formatted(body.length);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(US_ASCII));
    request.writeBytes(body);
    assertProblem(RawHttp.send(port(), request.toByteArray(), false, PATIENCE), 413, "1 MiB");
  }

  /** More clients than threads send a byte now and then; another one is answered all the same. */
  private void assertThreadsAreFreeBeside(String head) throws Exception {
    try (Trickle trickle = new Trickle(24, head)) {
      assertThat(get(QUEUE, "").status()).isEqualTo(200);
      assertThat(trickle.sockets()).hasSize(24);
    }
  }

  /** Clients that send a request whose body comes by a byte every 100 ms. */
  private final class Trickle implements AutoCloseable {
    private final List<Socket> sockets = new ArrayList<>();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();

    Trickle(int clients, String head) throws IOException {
      for (int i = 0; i < clients; i++) {
        Socket socket = new Socket("localhost", port());
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        sockets.add(socket);
        socket
            .getOutputStream()
            .write(
                (head + "\r\nHost: x\r\nConnection: close\r\nContent-Length: 100000\r\n\r\nt")
                    .getBytes(US_ASCII));
      }
      var unused = sender.scheduleWithFixedDelay(this::sendOneByte, 0, 100, TimeUnit.MILLISECONDS);
    }

    List<Socket> sockets() {
      return sockets;
    }

    private void sendOneByte() {
      for (Socket socket : sockets) {
        try {
          socket.getOutputStream().write('t');
        } catch (IOException e) {
          // This one has been closed by the service, the others go on
        }
      }
    }

    @Override
    public void close() throws IOException {
      sender.shutdownNow();
      for (Socket socket : sockets) {
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
