package dev.trainyard.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.api.ApiFixture;
import dev.trainyard.support.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
    properties = {
      "trainyard.auth.mode=keys",
      "trainyard.http.allowed-origins=https://desk.example.org"
    })
class CorsIT extends ApiFixture {

  @Test
  void aPreflightOfAnAllowedOriginNeedsNoKey() throws IOException {
    RawHttp.Answer answer =
        send("OPTIONS", "https://desk.example.org", "Access-Control-Request-Method: POST\r\n");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://desk.example.org");
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST", "DELETE");
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void theRequestItselfNeedsOneAndItsPageReadsTheAnswer() throws IOException {
    RawHttp.Answer answer = send("GET", "https://desk.example.org", "");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("Strict-Transport-Security")).as("without TLS").isEmpty();
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://desk.example.org");
  }

  @Test
  void anotherOriginIsAllowedNothing() throws IOException {
    for (String origin :
        new String[] {"https://evil.org", "https://desk.example.org.evil.org", "null"}) {
      RawHttp.Answer preflight = send("OPTIONS", origin, "Access-Control-Request-Method: GET\r\n");
      assertThat(preflight.status()).as(origin).isIn(401, 403);
      assertThat(preflight.header("Access-Control-Allow-Origin")).as(origin).isEmpty();
      assertThat(send("GET", origin, "").header("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  private RawHttp.Answer send(String method, String origin, String headers) throws IOException {
    return RawHttp.send(
        port(),
        "%s /api/v2/training/queue HTTP/1.1\r\nHost: x\r\nOrigin: %s\r\n%sConnection: close\r\n\r\n"
            .formatted(method, origin, headers)
            .getBytes(StandardCharsets.US_ASCII),
        false,
        Duration.ofSeconds(20));
  }
}
