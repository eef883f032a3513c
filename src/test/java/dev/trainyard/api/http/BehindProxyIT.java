package dev.trainyard.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy on this machine, which is trusted, serves the API under a path of its own. */
class BehindProxyIT extends ApiFixture {
  private static final String API = "/api/v2/training";
  private static final String REQUEST =
      "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\", \"run_at\": \"2099-01-01T00:00:00Z\"}";

  @Test
  void locationAndLinksBeginWithThePrefix() {
    Answer started = start("X-Forwarded-Prefix", "/trade");
    String job = "/trade" + API + "/jobs/" + started.body().path("job_id").asText();

    assertThat(started.http().headers().firstValue("Location")).contains(job);
    assertLinksOf(started.body(), job);
    JsonNode one = get("/jobs/" + id(started), "X-Forwarded-Prefix", "/trade").body();
    assertLinksOf(one, job);
    JsonNode list = get("/jobs?limit=1", "X-Forwarded-Prefix", "/trade/").body();
    assertThat(list.path("items").path(0).path("links").path("self").asText())
        .startsWith("/trade" + API + "/jobs/");
  }

  @Test
  void aRepeatedRequestIsAnsweredWithThePrefixToo() {
    String key = UUID.randomUUID().toString();
    Answer first = start("Idempotency-Key", key);
    Answer again =
        send(
            request(API + "/start")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .header("X-Forwarded-Prefix", "/trade")
                .POST(BodyPublishers.ofString(REQUEST)));

    assertThat(first.http().headers().firstValue("Location").orElseThrow()).startsWith(API);
    assertThat(again.http().headers().firstValue("Location"))
        .contains("/trade" + API + "/jobs/" + id(first));
  }

  @Test
  void aNewBatchIsWhereTheClientSeesIt() {
    Answer batch =
        send(
            request(API + "/batches")
                .header("Content-Type", "application/json")
                .header("X-Forwarded-Prefix", "/trade")
                .POST(
                    BodyPublishers.ofString(
                        "{\"strategies\": [\"LIQUIDITY_SWEEP\"], \"symbols\": [\"PROXY/USD\"]}")));

    assertThat(batch.http().headers().firstValue("Location"))
        .contains("/trade" + API + "/batches/" + batch.body().path("batch_id").asText());
  }

  @Test
  void aProblemOfAControllerNamesThePathThatTheClientSees() {
    Answer problem = get("/market-data?limit=0", "X-Forwarded-Prefix", "/trade");

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.body().path("instance").asText()).isEqualTo("/trade" + API + "/market-data");
  }

  @Test
  void linksOfTheActuatorAreThoseOfTheClient() {
    Answer links =
        send(
            request("/actuator")
                .header("Forwarded", "proto=https;host=\"example.org:8443\"")
                .header("X-Forwarded-Prefix", "/trade"));

    assertThat(links.body().at("/_links/health/href").asText())
        .isEqualTo("https://example.org:8443/trade/actuator/health");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example.org",
        "https://evil.example.org",
        "/../x",
        "/a b",
        "/a\"b",
        "/<script>",
        "/a%",
        "/${7*7}",
        "/a\\b",
        "trade"
      })
  void aMalformedPrefixIsAsIfItWereNotThere(String prefix) {
    Answer answer = start("X-Forwarded-Prefix", prefix);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.http().headers().firstValue("Location"))
        .contains(API + "/jobs/" + id(answer));
    assertThat(answer.http().headers().map().toString()).doesNotContain(prefix);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Forwarded", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port"})
  void noOtherMalformedHeaderBreaksARequest(String header) {
    for (String value : new String[] {"", ",", ";;=", "\"", "99999999999", "a b", "host=\"\\\""}) {
      assertThat(start(header, value).status()).as(value).isEqualTo(202);
      assertThat(get("/market-data", header, value).status()).as(value).isEqualTo(200);
    }
  }

  private static void assertLinksOf(JsonNode body, String job) {
    JsonNode links = body.path("links");
    assertThat(links.path("self").asText()).isEqualTo(job);
    links.forEach(link -> assertThat(link.asText()).startsWith(job));
  }

  private Answer get(String path, String header, String value) {
    return send(request(API + path).header(header, value).GET());
  }

  private Answer start(String header, String value) {
    return send(
        request(API + "/start")
            .header("Content-Type", "application/json")
            .header(header, value)
            .POST(BodyPublishers.ofString(REQUEST)));
  }

  private static String id(Answer answer) {
    return answer.body().path("job_id").asText();
  }
}
