package dev.trainyard.callback.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.trainyard.callback.CallbackSettings;
import dev.trainyard.callback.SampleSettings;
import dev.trainyard.callback.address.AddressGuard;
import dev.trainyard.callback.address.SampleUrls;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.ManualClock;
import dev.trainyard.support.Receiver;
import dev.trainyard.support.ServerCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One call of a receiver, with receivers and name servers that mean no good. */
class CallbackPostIT {
  private static final String BODY = "{\"type\": \"job.completed\", \"data\": \"é\"}";
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final Names names = new Names();
  private CallbackPost post = post(SampleSettings.allowing("127.0.0.0/8"));

  @AfterEach
  void close() {
    post.close();
  }

  @Test
  void theBodyAndTheHeadersOfTheMessageArrive() {
    try (Receiver receiver = Receiver.answering(204)) {
      Map<String, Object> headers = new HashMap<>();
      headers.put("webhook-id", "7");
      headers.put("X-Team", "desk");
      headers.put("CamelHttpMethod", "DELETE");
      headers.put("TrainyardCaller", "secret");
      headers.put("Host", "elsewhere.example");
      headers.put("Content-Length", "3");
      headers.put("traceparent", "00-1-1-01");
      headers.put("number", 7);

      Receipt receipt = post.post(callback(receiver.url("/hook?a=b%20c")), headers);

      assertThat(receipt.isDelivered()).isTrue();
      assertThat(receipt.status()).isEqualTo(204);
      Receiver.Message message = receiver.messages().get(0);
      assertThat(message.path()).isEqualTo("/hook?a=b%20c");
      assertThat(message.body()).isEqualTo(BODY);
      assertThat(message.headers())
          .containsEntry("webhook-id", "7")
          .containsEntry("X-Team", "desk")
          .containsEntry("Host", "127.0.0.1:" + receiver.port())
          .containsEntry("Content-Type", "application/json; charset=UTF-8")
          .containsEntry("User-Agent", "Trainyard")
          .doesNotContainKeys("CamelHttpMethod", "TrainyardCaller", "traceparent", "number");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    try (Receiver target = Receiver.answering(200);
        Receiver receiver =
            Receiver.answering(
                exchange -> {
                  exchange.getResponseHeaders().add("Location", target.url("/"));
                  exchange.sendResponseHeaders(status, -1);
                })) {
      Receipt receipt = post.post(callback(receiver.url("/")), Map.of());

      assertThat(receipt.error()).contains(status + "; redirects are not followed");
      assertThat(receiver.messages()).hasSize(1);
      assertThat(target.messages()).isEmpty();
    }
  }

  @Test
  void anAnswerWithoutEndIsNotReadToItsEnd() {
    AtomicLong sent = new AtomicLong();
    try (Receiver receiver =
        Receiver.answering(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              sendWithoutEnd(exchange, sent);
            })) {
      assertThat(post.post(callback(receiver.url("/")), Map.of()).isDelivered()).isTrue();
      assertThat(sent.get()).as("what fits into buffers").isLessThan(64L << 20);
    }
  }

  private static void sendWithoutEnd(HttpExchange exchange, AtomicLong sent) {
    byte[] block = new byte[64 * 1024];
    try (OutputStream out = exchange.getResponseBody()) {
      while (true) {
        out.write(block);
        sent.addAndGet(block.length);
      }
    } catch (IOException e) {
      // The other side has had enough
    }
  }

  @Test
  void aHeaderWithoutEndIsAFailure() throws Exception {
    try (Raw receiver = new Raw("HTTP/1.1 200 OK\r\nX: " + "a".repeat(100_000), false)) {
      Receipt receipt = post.post(callback(receiver.url()), Map.of());

      assertThat(receipt.isDelivered()).isFalse();
      assertThat(receipt.status()).isNull();
    }
  }

  @Test
  void whatAReceiverSaysIsNotRepeated() throws Exception {
    try (Raw receiver = new Raw("SSH-2.0-\u0000secret\r\n\r\n", false)) {
      Receipt receipt = post.post(callback(receiver.url()), Map.of());

      assertThat(receipt.error()).isNotBlank().doesNotContain("SSH", "secret");
    }
  }

  @Test
  void aReceiverThatSaysNothingOrTricklesIsGivenUpInTime() throws Exception {
    post.close();
    post = post(SampleSettings.with(SampleSettings.SECRET, Duration.ofMillis(700), "127.0.0.1"));
    try (Raw silent = new Raw("", false);
        Raw trickling = new Raw("HTTP/1.1 200 OK\r\nX: ", true)) {
      for (Raw receiver : List.of(silent, trickling)) {
        assertThat(post.post(callback(receiver.url()), Map.of()).error())
            .isEqualTo("no answer within 700 ms (trainyard.callbacks.timeout)");
      }
    }
  }

  @Test
  void whoDoesNotListenOrHasNoNameIsTold() {
    assertThat(post.post(callback("http://127.0.0.1:" + FreePort.find() + "/"), Map.of()).error())
        .contains("refuses connections");
    assertThat(post.post(callback("http://nosuch.example/"), Map.of()).error())
        .isEqualTo("the name of its host has no address");
  }

  @Test
  void aNameIsResolvedOnceAndItsAddressesAreJudged() throws Exception {
    try (Receiver receiver = Receiver.answering(200)) {
      String url = "http://desk.example:%d/".formatted(receiver.port());
      names.answer("desk.example", InetAddress.getByAddress(LOOPBACK));
      assertThat(post.post(callback(url), Map.of()).isDelivered()).isTrue();
      assertThat(names.asked).containsExactly("desk.example");
      assertThat(receiver.messages().get(0).headers())
          .containsEntry("Host", "desk.example:" + receiver.port());

      CallbackPost strict = post(SampleSettings.allowing());
      for (String address :
          List.of(
              "127.0.0.1",
              "::ffff:127.0.0.1",
              "::1",
              "0.0.0.0",
              "169.254.169.254",
              "10.0.0.1",
              "192.168.1.1",
              "fd00::1",
              "fe80::1",
              "64:ff9b::7f00:1")) {
        names.answer("desk.example", InetAddress.getByName(address));
        assertThat(strict.post(callback(url), Map.of()).error())
            .as(address)
            .startsWith("its host is not called: ");
      }
      strict.close();
      assertThat(receiver.messages()).hasSize(1);
    }
  }

  /** The second answer of a name server that changes its mind is never asked for. */
  @Test
  void ofSeveralAddressesOnlyThoseThatMayBeCalledAreCalled() throws Exception {
    try (Receiver receiver = Receiver.answering(200)) {
      names.answer(
          "desk.example",
          InetAddress.getByName("10.255.255.1"),
          InetAddress.getByAddress(LOOPBACK));

      assertThat(
              post.post(callback("http://desk.example:%d/".formatted(receiver.port())), Map.of())
                  .isDelivered())
          .isTrue();
    }
  }

  @Test
  void aLiteralAddressAndAPortAreJudgedAgainWhenTheyAreCalled() {
    try (CallbackPostOfOneTest strict = new CallbackPostOfOneTest();
        Receiver receiver = Receiver.answering(200)) {
      assertThat(strict.post.post(callback(receiver.url("/")), Map.of()).error())
          .contains("127.0.0.1 is a loopback address");
      assertThat(receiver.messages()).isEmpty();
    }
    assertThat(post.post(callback("http://127.0.0.1:6379/"), Map.of()).error())
        .contains("databases, caches");
  }

  @Test
  void aReceiverWhoseCertificateNobodyKnowsIsNotTold(@TempDir Path directory) throws Exception {
    ServerCertificate certificate = ServerCertificate.create(directory);
    KeyStore store =
        KeyStore.getInstance(
            certificate.store().toFile(), ServerCertificate.PASSWORD.toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, ServerCertificate.PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    List<String> told = new CopyOnWriteArrayList<>();
    server.createContext("/", exchange -> told.add("told"));
    server.start();
    try {
      Receipt receipt =
          post.post(
              callback("https://127.0.0.1:%d/".formatted(server.getAddress().getPort())), Map.of());

      assertThat(receipt.error()).startsWith("TLS: ");
      assertThat(told).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aReceiverSaysHowLongToWait() {
    assertThat(waitOf("120")).isEqualTo(Duration.ofMinutes(2));
    assertThat(waitOf("999999999")).isEqualTo(Duration.ofDays(1));
    assertThat(waitOf("Wed, 31 Dec 1969 00:00:00 GMT")).isNull();
    assertThat(waitOf("soon")).isNull();
    assertThat(waitOf("Fri, 31 Dec 2049 23:59:59 GMT")).isEqualTo(Duration.ofDays(1));
  }

  private Duration waitOf(String value) {
    try (Receiver receiver =
        Receiver.answering(
            exchange -> {
              exchange.getResponseHeaders().add("Retry-After", value);
              exchange.sendResponseHeaders(503, -1);
            })) {
      Receipt receipt = post.post(callback(receiver.url("/")), Map.of());
      assertThat(receipt.error()).isEqualTo("the receiver answered 503");
      return receipt.retryAfter();
    }
  }

  @Test
  void goneIsForGood() {
    try (Receiver receiver = Receiver.answering(410)) {
      assertThat(post.post(callback(receiver.url("/")), Map.of()).isGone()).isTrue();
    }
  }

  private CallbackPost post(CallbackSettings settings) {
    return new CallbackPost(
        settings, SampleUrls.of(settings), new AddressGuard(settings), new ManualClock(), names);
  }

  private static DueCallback callback(String url) {
    UUID id = UUID.randomUUID();
    return new DueCallback(id, id, id, id, "completed", url, "x", BODY, 1, Instant.EPOCH);
  }

  /** A client that calls public addresses only. */
  private final class CallbackPostOfOneTest implements AutoCloseable {
    private final CallbackPost post = post(SampleSettings.allowing());

    @Override
    public void close() {
      post.close();
    }
  }

  /** A name server that knows what a test has told it, and addresses. */
  private static final class Names implements DnsResolver {
    private final Map<String, InetAddress[]> answers = new HashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    void answer(String name, InetAddress... addresses) {
      answers.put(name, addresses);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      asked.add(host);
      if (answers.containsKey(host)) {
        return answers.get(host);
      }
      if (host.endsWith(".example")) {
        throw new UnknownHostException(host);
      }
      return InetAddress.getAllByName(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  /** A receiver that sends a text, goes on with a byte now and then or not, and never ends. */
  private static final class Raw implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    Raw(String text, boolean trickles) throws IOException {
      Thread thread = new Thread(() -> answer(text, trickles), "raw-receiver");
      thread.setDaemon(true);
      thread.start();
    }

    private void answer(String text, boolean trickles) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        while (trickles) {
          socket.getOutputStream().write("a".getBytes(UTF_8));
          socket.setSoTimeout(50);
          readSome(socket);
        }
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // The other side has gone
      }
    }

    /** Lets some time pass. */
    private static void readSome(Socket socket) throws IOException {
      try {
        if (socket.getInputStream().readNBytes(1000).length == 0) {
          throw new IOException("closed");
        }
      } catch (java.net.SocketTimeoutException e) {
        // Nothing more has come
      }
    }

    String url() {
      return "http://127.0.0.1:%d/".formatted(server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
