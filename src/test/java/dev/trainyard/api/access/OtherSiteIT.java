package dev.trainyard.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.api.ApiFixture;
import dev.trainyard.support.RawHttp;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Without authentication, a browser must not lend its place at the machine to any site. */
@TestPropertySource(properties = "trainyard.http.allowed-origins=https://desk.example.org")
class OtherSiteIT extends ApiFixture {
  private Answer resume(String site, String origin) {
    return send(
        request("/api/v2/training/queue/resume")
            .header("Sec-Fetch-Site", site)
            .header("Origin", origin)
            .POST(BodyPublishers.noBody()));
  }

  @Test
  void thePageOfAnotherSiteChangesNothing() {
    for (String site : new String[] {"cross-site", "same-site"}) {
      Answer answer = resume(site, "https://elsewhere.example");
      assertThat(answer.status()).as(site).isEqualTo(403);
      assertThat(answer.body().path("detail").asText()).contains("trainyard.http.allowed-origins");
    }
  }

  @Test
  void theOwnPageAnAllowedOneAndProgramsDo() {
    assertThat(resume("same-origin", "http://localhost:" + port()).status()).isEqualTo(200);
    assertThat(resume("cross-site", "https://desk.example.org").status()).isEqualTo(200);
    assertThat(post("/queue/resume").status()).isEqualTo(200);
  }

  @Test
  void aForeignNameThatLeadsHereReachesNothing() throws IOException {
    for (String host : new String[] {"rebound.example.com", "rebound.example.com:8000"}) {
      assertThat(asked(host)).as(host).isEqualTo(403);
    }
    for (String host :
        new String[] {
          "localhost", "127.0.0.1:8000", "[::1]:8000", "desk", "yard.localhost", "desk.example.org"
        }) {
      assertThat(asked(host)).as(host).isEqualTo(200);
    }
  }

  private int asked(String host) throws IOException {
    return RawHttp.send(
            port(),
            "GET /api/v2/training/queue HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                .formatted(host)
                .getBytes(StandardCharsets.US_ASCII),
            false,
            Duration.ofSeconds(20))
        .status();
  }

  @Test
  void everyPageMayRead() {
    assertThat(
            send(request("/api/v2/training/queue").header("Sec-Fetch-Site", "cross-site").GET())
                .status())
        .isEqualTo(200);
  }
}
