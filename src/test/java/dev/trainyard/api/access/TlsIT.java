package dev.trainyard.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.api.ApiFixture;
import dev.trainyard.support.EventClient;
import dev.trainyard.support.RawHttp;
import dev.trainyard.support.ServerCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The service with a certificate, by the settings of the page. */
class TlsIT extends ApiFixture {
  @TempDir static Path directory;
  private static ServerCertificate certificate;

  @DynamicPropertySource
  static void certificate(DynamicPropertyRegistry registry) throws Exception {
    certificate = ServerCertificate.create(directory);
    registry.add(
        "spring.ssl.bundle.pem.web.keystore.certificate",
        () -> certificate.certificate().toString());
    registry.add(
        "spring.ssl.bundle.pem.web.keystore.private-key", () -> certificate.key().toString());
    registry.add("server.ssl.bundle", () -> "web");
  }

  @Test
  void itAnswersOverTlsAndAsksBrowsersToStayThere() throws Exception {
    HttpResponse<String> answer =
        client().send(HttpRequest.newBuilder(url("/queue")).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Strict-Transport-Security").orElse(""))
        .contains("max-age=");
  }

  @Test
  void eventsComeOverTls() throws Exception {
    HttpClient http = client();
    try (EventClient stream =
        EventClient.open(http, HttpRequest.newBuilder(url("/events?types=queue")))) {
      for (String change : List.of("pause", "resume")) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(url("/queue/" + change)).POST(BodyPublishers.noBody());
        assertThat(http.send(request.build(), BodyHandlers.discarding()).statusCode())
            .isEqualTo(200);
      }

      stream.receive(event -> event.name().equals("queue") && event.text("paused").equals("true"));
      stream.receive(event -> event.name().equals("queue") && event.text("paused").equals("false"));
    }
  }

  private URI url(String path) {
    return URI.create("https://localhost:" + port() + "/api/v2/training" + path);
  }

  private static HttpClient client() throws Exception {
    return HttpClient.newBuilder().sslContext(trusting(certificate)).build();
  }

  @Test
  void plainHttpIsRefused() throws Exception {
    RawHttp.Answer answer =
        RawHttp.send(
            port(),
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII),
            false,
            Duration.ofSeconds(20));

    assertThat(answer.status()).isEqualTo(400);
  }

  private static SSLContext trusting(ServerCertificate certificate) throws Exception {
    KeyStore store =
        KeyStore.getInstance(
            certificate.store().toFile(), ServerCertificate.PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
