package dev.trainyard.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.access.ApiKeyStore.NewKey;
import dev.trainyard.access.Caller;
import dev.trainyard.access.Keys;
import dev.trainyard.access.Role;
import dev.trainyard.api.ApiFixture;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
    properties = {
      "trainyard.auth.mode=keys",
      "trainyard.clients.max-queued=3",
      "trainyard.clients.requests-per-second=5"
    })
class ClientLimitsIT extends ApiFixture {
  private static final String BASE = "/api/v2/training";

  private static final String REQUEST =
      "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\", \"seed\": %d}";
  private static final String BATCH =
      """
      {"strategies": ["LIQUIDITY_SWEEP"], "symbols": ["BTC/USDT"], "timeframes": ["5m", "15m", "1h", "4h"]}
      """;

  @Autowired private Keys keys;

  @Test
  void aClientMayLetItsOwnNumberOfJobsWait() {
    NewKey anna = newKey();
    assertThat(post(anna, "/batches", BATCH))
        .satisfies(
            refused -> assertThat(refused.status()).isEqualTo(429),
            refused ->
                assertThat(refused.body().path("detail").asText())
                    .contains(
                        "4 jobs at once are more than one client may ever have in the queue, 3"));
    for (int seed = 0; seed < 3; seed++) {
      assertThat(post(anna, "/start", REQUEST.formatted(seed)).status()).isEqualTo(202);
    }
    Answer refused = post(anna, "/start", REQUEST.formatted(3));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(header(refused, "Retry-After")).isPresent();
    assertThat(refused.body().path("detail").asText())
        .contains(
            "3 jobs of %s are waiting and the limit for each client is 3 (trainyard.clients.max-queued)"
                .formatted(anna.key().name()));
    assertThat(post(newKey(), "/start", REQUEST.formatted(0)).status()).isEqualTo(202);
  }

  @Test
  void aClientMaySendItsOwnNumberOfRequests() {
    NewKey anna = newKey();
    Answer first = get(anna, BASE + "/me");
    assertThat(header(first, "RateLimit-Policy")).contains("\"requests\";q=10;w=2");
    assertThat(header(first, "RateLimit")).contains("\"requests\";r=9;t=1");
    Answer refused =
        Stream.generate(() -> get(anna, BASE + "/me"))
            .limit(1_000)
            .filter(answer -> answer.status() != 200)
            .findFirst()
            .orElseThrow();

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.contentType()).isEqualTo("application/problem+json");
    assertThat(refused.body().path("detail").asText())
        .contains(anna.key().name() + " sends more than 10 requests in 2 seconds");
    assertThat(header(refused, "Retry-After")).contains("2");
    assertThat(header(refused, "RateLimit")).contains("\"requests\";r=0;t=2");
    assertThat(get(newKey(), BASE + "/me").status()).isEqualTo(200);
  }

  @Test
  void probesAndCallersWithoutAKeyAreNotCounted() {
    NewKey anna = newKey();
    for (int i = 0; i < 30; i++) {
      Answer probe = get(anna, "/actuator/health/liveness");
      assertThat(probe.status()).isEqualTo(200);
      assertThat(header(probe, "RateLimit")).isEmpty();
      assertThat(send(request(BASE + "/me").GET()).status()).isEqualTo(401);
    }
  }

  private Answer post(NewKey key, String path, String body) {
    return send(
        bearer(request(BASE + path), key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private Answer get(NewKey key, String path) {
    return send(bearer(request(path), key).GET());
  }

  private static Optional<String> header(Answer answer, String name) {
    return answer.http().headers().firstValue(name);
  }

  private NewKey newKey() {
    return keys.create(Caller.COMMAND_LINE, "key " + UUID.randomUUID(), Role.OPERATOR, null)
        .orElseThrow();
  }

  private static HttpRequest.Builder bearer(HttpRequest.Builder request, NewKey key) {
    return request.header("Authorization", "Bearer " + key.text().secret());
  }
}
