package dev.trainyard.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.trainyard.access.Caller;
import dev.trainyard.access.Keys;
import dev.trainyard.access.Role;
import dev.trainyard.api.ApiFixture;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
    properties = {
      "trainyard.auth.mode=oidc",
      "trainyard.auth.oidc.audience=trainyard",
      "trainyard.auth.oidc.role-claim=realm.roles",
      "trainyard.auth.oidc.name-claim=email",
      "trainyard.auth.oidc.roles.admin=desk-head"
    })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OidcIT extends ApiFixture {
  private static final IdentityProvider PROVIDER = IdentityProvider.start();
  private static final Duration HOUR = Duration.ofHours(1);

  @Autowired private Keys keys;

  @DynamicPropertySource
  static void provider(DynamicPropertyRegistry registry) {
    registry.add("trainyard.auth.oidc.issuer", PROVIDER::issuer);
  }

  @AfterAll
  static void stop() {
    PROVIDER.close();
  }

  /** Before any token was read: afterwards the provider's keys are known. */
  @Test
  @Order(1)
  void keysOpenWhileTheProviderIsAwayAndTokensAreAskedToComeBack() {
    PROVIDER.setAway(true);
    try {
      String key =
          keys.create(Caller.COMMAND_LINE, "k" + UUID.randomUUID(), Role.VIEWER, null)
              .orElseThrow()
              .text()
              .secret();
      assertThat(me(key).status()).isEqualTo(200);
      Answer token = me(PROVIDER.token(claims("viewer").build()));
      assertThat(token.status()).isEqualTo(503);
      assertThat(token.http().headers().firstValue("Retry-After")).isPresent();
      assertThat(token.body().path("detail").asText()).contains("identity provider");
    } finally {
      PROVIDER.setAway(false);
    }
  }

  @Test
  @Order(2)
  void aTokenOpensWithTheRoleOfItsClaim() {
    Answer me = me(PROVIDER.token(claims("viewer", "operator").build()));

    assertThat(me.status()).isEqualTo(200);
    assertThat(me.body().path("name").asText()).isEqualTo("anna@desk.example");
    assertThat(me.body().path("role").asText()).isEqualTo("operator");
    assertThat(me.body().path("mode").asText()).isEqualTo("oidc");
    assertThat(me(PROVIDER.token(claims("desk-head").build())).body().path("role").asText())
        .isEqualTo("admin");
    assertThat(pause(PROVIDER.token(claims("viewer").build())).status()).isEqualTo(403);
  }

  @Test
  @Order(2)
  void aTokenOfNobodyWeKnowIsForbidden() {
    for (JWTClaimsSet claims :
        List.of(
            claims("admin").build(),
            claims().build(),
            claims().claim("realm", "viewer").build(),
            claims().claim("realm", null).build())) {
      Answer answer = me(PROVIDER.token(claims));
      assertThat(answer.status()).as(claims.toString()).isEqualTo(403);
      assertThat(answer.body().path("detail").asText()).contains("realm.roles");
    }
  }

  @Test
  @Order(2)
  void aTokenThatIsNotForUsOrNoMoreIsRefusedWithTheReason() {
    Map<String, String> refused =
        Map.of(
            "iss", PROVIDER.token(claims("viewer").issuer("http://127.0.0.1:1").build()),
            "aud", PROVIDER.token(claims("viewer").audience("other").build()),
            "expired",
                PROVIDER.token(
                    claims("viewer").expirationTime(Date.from(Instant.now().minus(HOUR))).build()),
            "algorithm", PROVIDER.tokenOfAnotherAlgorithm(claims("viewer").build()),
            "ignature", tampered(PROVIDER.token(claims("viewer").build())));
    refused.forEach(
        (reason, token) -> {
          Answer answer = me(token);
          assertThat(answer.status()).as(reason).isEqualTo(401);
          assertThat(answer.body().path("detail").asText())
              .startsWith("the token is refused: ")
              .contains(reason);
        });
    assertThat(me("abc.def.ghi").status()).isEqualTo(401);
    assertThat(me("abc").status()).isEqualTo(401);
  }

  /** The same token with a character of its signature changed. */
  private static String tampered(String token) {
    int middle = token.lastIndexOf('.') + 20;
    char other = token.charAt(middle) == 'A' ? 'B' : 'A';
    return token.substring(0, middle) + other + token.substring(middle + 1);
  }

  private static JWTClaimsSet.Builder claims(String... roles) {
    return new JWTClaimsSet.Builder()
        .issuer(PROVIDER.issuer())
        .audience("trainyard")
        .subject("1234")
        .claim("email", "anna@desk.example")
        .claim("realm", Map.of("roles", List.of(roles)))
        .expirationTime(Date.from(Instant.now().plus(HOUR)));
  }

  private Answer me(String token) {
    return send(request("/api/v2/training/me").header("Authorization", "Bearer " + token).GET());
  }

  private Answer pause(String token) {
    return send(
        request("/api/v2/training/queue/pause")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.noBody()));
  }
}
