package dev.trainyard.callback.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.callback.SampleSettings;
import dev.trainyard.support.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Secrets: made, rotated, ended, and what they sign. */
class CallbackSecretsIT {
  private static final Instant NOW = Instant.parse("2026-01-31T08:30:00.9Z");
  private static final String BODY = "{\"what\": \"éß\"}";

  private static DataSource database;

  private final JdbcClient jdbc = JdbcClient.create(database);
  private final TransactionTemplate transaction =
      new TransactionTemplate(new JdbcTransactionManager(database));
  private final CallbackSecrets secrets = new CallbackSecrets(jdbc, SampleSettings.allowing());
  private final UUID client = UUID.randomUUID();

  @BeforeAll
  static void migrate() {
    database = TestServers.shared().freshDatabase().dataSource();
    Flyway.configure().dataSource(database).load().migrate();
  }

  /** The example of the libraries for Standard Webhooks. */
  @Test
  void theCheckOfTheTestsKnowsTheExampleOfTheSpecification() {
    assertThat(
            WebhookCheck.v1(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aSecretSignsWhatItsOwnerCanCheck() {
    NewSecret made = rotate();

    assertThat(made.formerExpiresAt()).isNull();
    assertThat(Base64.getDecoder().decode(made.secret().substring(6))).hasSize(32);
    assertThat(isSigned(made.secret(), sign())).isTrue();
    assertThat(sign().split(" ")).hasSize(1);
    assertThat(isSigned("whsec_" + Base64.getEncoder().encodeToString(new byte[32]), sign()))
        .isFalse();
    assertThat(made.toString()).doesNotContain(made.secret());
    assertThat(jdbc.sql("SELECT s::text FROM callback_secrets s").query(String.class).list())
        .noneMatch(row -> row.contains(made.secret()) || row.contains(SampleSettings.SECRET));
  }

  @Test
  void afterARotationTheFormerSecretSignsForADayAndNoOlderOne() {
    NewSecret first = rotate();
    NewSecret second = rotate();

    assertThat(second.formerExpiresAt())
        .isBetween(
            second.createdAt().plus(Duration.ofHours(24)).minusSeconds(1),
            second.createdAt().plus(Duration.ofHours(24)));
    assertThat(sign().split(" ")).hasSize(2);
    assertThat(isSigned(first.secret(), sign())).isTrue();
    assertThat(isSigned(second.secret(), sign())).isTrue();
    assertThat(sign()).startsWith(newest(second.secret()));

    NewSecret third = rotate();
    assertThat(sign().split(" ")).hasSize(2);
    assertThat(isSigned(first.secret(), sign())).isFalse();
    assertThat(isSigned(second.secret(), sign())).isTrue();
    assertThat(isSigned(third.secret(), sign())).isTrue();

    jdbc.sql("UPDATE callback_secrets SET expires_at = now() WHERE id = ?")
        .param(second.id())
        .update();
    assertThat(isSigned(second.secret(), sign())).isFalse();
    assertThat(isSigned(third.secret(), sign())).isTrue();
  }

  @Test
  void aSecretThatWasEndedDoesNotComeBack() {
    NewSecret first = rotate();
    assertThat(secrets.refusal(client)).isEmpty();

    assertThat(secrets.remove(client)).isEqualTo(1);

    assertThat(secrets.remove(client)).isZero();
    assertThat(secrets.refusal(client)).get().asString().contains("POST");
    assertThatThrownBy(this::sign)
        .isInstanceOf(MissingSecretException.class)
        .hasMessageContaining("no secret any more");
    assertThat(rotate().secret()).isNotEqualTo(first.secret());
    assertThat(isSigned(first.secret(), sign())).isFalse();
  }

  @Test
  void clientsHaveSecretsOfTheirOwnAndAllWithoutAKeyShareOne() {
    NewSecret own = rotate();
    NewSecret shared =
        Objects.requireNonNull(transaction.execute(status -> secrets.rotate(null, "anonymous")));

    assertThat(secrets.refusal(null)).isEmpty();
    assertThat(secrets.refusal(UUID.randomUUID())).isPresent();
    assertThat(
            isSigned(
                shared.secret(), secrets.sign(new UUID(0, 0), client, NOW, BODY.getBytes(UTF_8))))
        .isTrue();
    assertThat(isSigned(shared.secret(), sign())).isFalse();
    assertThat(own.secret()).isNotEqualTo(shared.secret());
  }

  @Test
  void anotherSecretOfTheInstallationSignsNothingInItsStead() {
    rotate();
    CallbackSecrets other =
        new CallbackSecrets(jdbc, SampleSettings.with("x".repeat(32), Duration.ofSeconds(15)));
    CallbackSecrets none =
        new CallbackSecrets(jdbc, SampleSettings.with("", Duration.ofSeconds(15)));

    assertThat(other.refusal(client)).get().asString().contains("TRAINYARD_CALLBACKS_SECRET");
    assertThatThrownBy(() -> other.sign(client, client, NOW, new byte[0]))
        .isInstanceOf(MissingSecretException.class)
        .hasMessageContaining("another TRAINYARD_CALLBACKS_SECRET");
    assertThatThrownBy(() -> none.rotate(client, "test"))
        .isInstanceOf(MissingSecretException.class)
        .hasMessageContaining("TRAINYARD_CALLBACKS_SECRET");
  }

  @Test
  void ofManyRotationsAtOnceTwoSecretsAreLeft() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<NewSecret>> rotations =
          IntStream.range(0, 16).<Callable<NewSecret>>mapToObj(i -> this::rotate).toList();
      List<String> made = new ArrayList<>();
      for (Future<NewSecret> rotation : threads.invokeAll(rotations)) {
        made.add(rotation.get().secret());
      }

      assertThat(made).doesNotHaveDuplicates();
      assertThat(sign().split(" ")).hasSize(2);
      assertThat(made.stream().filter(secret -> isSigned(secret, sign()))).hasSize(2);
    } finally {
      threads.shutdownNow();
    }
  }

  private NewSecret rotate() {
    return Objects.requireNonNull(transaction.execute(status -> secrets.rotate(client, "test")));
  }

  private String sign() {
    return secrets.sign(client, client, NOW, BODY.getBytes(UTF_8));
  }

  private String newest(String secret) {
    return Arrays.stream(sign().split(" "))
        .filter(signature -> isSigned(secret, signature))
        .findFirst()
        .orElseThrow();
  }

  private boolean isSigned(String secret, String signature) {
    return WebhookCheck.isSigned(
        secret,
        Map.of(
            "webhook-id",
            client.toString(),
            "webhook-timestamp",
            "1769848200",
            "webhook-signature",
            signature),
        BODY);
  }
}
