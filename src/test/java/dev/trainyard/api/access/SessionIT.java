package dev.trainyard.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.access.ApiKeyStore.NewKey;
import dev.trainyard.access.Caller;
import dev.trainyard.access.Keys;
import dev.trainyard.access.Role;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.support.Patience;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** A browser shows the cookie of its session instead of a key. */
@TestPropertySource(properties = "trainyard.auth.mode=keys")
class SessionIT extends ApiFixture {
  private static final String BASE = "/api/v2/training";
  private static final String SESSION = BASE + "/session";

  @Autowired private Keys keys;

  private NewKey key(Role role) {
    return keys.create(Caller.COMMAND_LINE, UUID.randomUUID().toString(), role, null).orElseThrow();
  }

  private Answer signIn(String key) {
    return send(
        request(SESSION)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"key\": \"%s\"}".formatted(key))));
  }

  /** The cookie that a browser keeps of an answer, as it sends it. */
  private static String cookie(Answer answer) {
    String given = answer.http().headers().firstValue("Set-Cookie").orElseThrow();
    return given.substring(0, given.indexOf(';'));
  }

  private String session(NewKey key) {
    Answer answer = signIn(key.text().secret());
    assertThat(answer.status()).isEqualTo(201);
    return cookie(answer);
  }

  private Answer read(@Nullable String cookie) {
    HttpRequest.Builder request = request(BASE + "/me").GET();
    return send(cookie == null ? request : request.header("Cookie", cookie));
  }

  private HttpRequest.Builder change(String path, String cookie) {
    return request(BASE + path).header("Cookie", cookie).POST(BodyPublishers.noBody());
  }

  @Test
  void aKeyBecomesACookieThatNoScriptReadsAndNoOtherSiteSends() {
    NewKey key = key(Role.OPERATOR);
    Answer answer = signIn(key.text().secret());

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body().path("role").asText()).isEqualTo("operator");
    assertThat(Instant.parse(answer.body().path("expires_at").asText())).isAfter(Instant.now());
    assertThat(answer.http().headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Strict", "Path=/")
        .doesNotContain(key.text().secret());

    assertThat(read(null).status()).isEqualTo(401);
    Answer me = read(cookie(answer));
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.body().path("name").asText()).isEqualTo(key.key().name());
    assertThat(me.body().path("expires_at").isNull()).isFalse();
  }

  @Test
  void aWrongKeyBeginsNothing() {
    assertThat(signIn("ty_nothing").status()).isEqualTo(401);
    NewKey revoked = key(Role.VIEWER);
    keys.revoke(Caller.COMMAND_LINE, revoked.key().id());
    await()
        .atMost(Patience.LIMIT)
        .untilAsserted(
            () -> {
              Answer answer = signIn(revoked.text().secret());
              assertThat(answer.status()).isEqualTo(401);
              assertThat(answer.body().path("detail").asText()).contains("was revoked at");
            });
    Answer other =
        send(
            request(SESSION)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"password\": \"x\"}")));
    assertThat(other.status()).isEqualTo(422);
  }

  @Test
  void aChangeByCookieMustComeFromThePageItself() {
    String cookie = session(key(Role.OPERATOR));

    assertThat(send(change("/queue/resume", cookie)).status()).isEqualTo(403);
    assertThat(
            send(change("/queue/resume", cookie).header("Origin", "https://elsewhere.example"))
                .status())
        .isEqualTo(403);
    assertThat(
            send(change("/queue/resume", cookie).header("Sec-Fetch-Site", "cross-site")).status())
        .isEqualTo(403);
    assertThat(
            send(change("/queue/resume", cookie).header("Origin", "http://localhost:" + port()))
                .status())
        .isEqualTo(200);
    assertThat(
            send(change("/queue/resume", cookie).header("Sec-Fetch-Site", "same-origin")).status())
        .isEqualTo(200);
  }

  @Test
  void thePageOfAnotherSiteSignsNobodyIn() {
    NewKey key = key(Role.VIEWER);
    Answer answer =
        send(
            request(SESSION)
                .header("Content-Type", "text/plain")
                .header("Origin", "https://elsewhere.example")
                .POST(BodyPublishers.ofString("{\"key\": \"%s\"}".formatted(key.text().secret()))));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.http().headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void aRoleHoldsInASessionToo() {
    String cookie = session(key(Role.VIEWER));

    Answer answer = send(change("/queue/pause", cookie).header("Sec-Fetch-Site", "same-origin"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body().path("detail").asText()).contains("needs the role operator");
  }

  @Test
  void signingOutEndsOneSessionAndEverywhereAllOfItsKey() {
    NewKey key = key(Role.VIEWER);
    String first = session(key);
    String second = session(key);
    String third = session(key);
    String other = session(key(Role.VIEWER));

    assertThat(send(end("/session", first)).status()).isEqualTo(204);
    assertThat(read(first).status()).isEqualTo(401);
    assertThat(read(second).status()).isEqualTo(200);

    assertThat(send(end("/sessions", second)).status()).isEqualTo(204);
    assertThat(read(second).status()).isEqualTo(401);
    assertThat(read(third).status()).isEqualTo(401);
    assertThat(read(other).status()).isEqualTo(200);
  }

  private HttpRequest.Builder end(String path, String cookie) {
    return request(BASE + path)
        .header("Cookie", cookie)
        .header("Sec-Fetch-Site", "same-origin")
        .DELETE();
  }

  @Test
  void aSessionEndsWithItsKeyAndByItsTime() {
    NewKey key = key(Role.VIEWER);
    String cookie = session(key);
    keys.revoke(Caller.COMMAND_LINE, key.key().id());
    await()
        .atMost(Patience.LIMIT)
        .untilAsserted(
            () ->
                assertThat(read(cookie).body().path("detail").asText()).contains("was revoked at"));

    NewKey lasting = key(Role.VIEWER);
    String old = session(lasting);
    jdbc.sql("UPDATE sessions SET expires_at = now() WHERE api_key_id = :key")
        .param("key", lasting.key().id())
        .update();
    await()
        .atMost(Patience.LIMIT)
        .untilAsserted(
            () ->
                assertThat(read(old).body().path("detail").asText())
                    .contains("the session has ended"));
  }

  @Test
  void theKeyItselfIsNowhereInTheRecord() {
    NewKey key = key(Role.VIEWER);
    String cookie = session(key);
    String token = cookie.substring(cookie.indexOf('=') + 1);

    String stored =
        jdbc.sql("SELECT string_agg(s::text, ' ') FROM sessions s").query(String.class).single();

    assertThat(stored).doesNotContain(token, key.text().secret());
    assertThat(
            jdbc.sql(
                    "SELECT count(*) FROM audit_log WHERE action = 'session.begin' AND caller = :name")
                .param("name", key.key().name())
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }
}
