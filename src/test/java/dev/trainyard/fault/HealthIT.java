package dev.trainyard.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.TrainyardApplication;
import dev.trainyard.support.CheckedHttp;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a supervisor or a load balancer is told while servers go away and come back. */
class HealthIT {
  private static final Duration PATIENCE = Patience.LIMIT;

  @TempDir private Path directory;
  private final ObjectMapper json = new ObjectMapper();
  private final CheckedHttp http = new CheckedHttp();
  private int port;

  private record Answer(int status, JsonNode body) {
    String health() {
      return body.path("status").asText();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "api", "worker"})
  void aProcessLivesWithoutServersIsReadyWithPostgresAndDegradedWithoutRedis(String role)
      throws Exception {
    port = FreePort.find();
    try (MortalPostgres postgres = MortalPostgres.start(directory);
        MortalRedis redis = MortalRedis.start(directory);
        JavaProcess process =
            JavaProcess.start(
                directory,
                TrainyardApplication.class,
                "--server.port=" + port,
                "--trainyard.role=" + role,
                "--DATABASE_URL=" + MortalPostgres.database(postgres.port()).url(),
                "--REDIS_URL=redis://127.0.0.1:" + redis.port())) {
      awaitReadiness(process, 200, "UP");
      assertThat(health("/liveness").body().path("components").fieldNames())
          .toIterable()
          .containsExactly("livenessState");

      redis.kill();
      awaitReadiness(process, 200, "DEGRADED");
      assertThat(health("").status()).isEqualTo(200);
      assertThat(metrics()).contains("trainyard_redis_up 0.0");
      assertLives();

      postgres.crash();
      awaitReadiness(process, 503, "DOWN");
      assertLives();
      await().atMost(PATIENCE).until(() -> metrics().contains("trainyard_queue_workers NaN"));

      postgres.start();
      awaitReadiness(process, 200, "DEGRADED");
      redis.start();
      awaitReadiness(process, 200, "UP");
      assertThat(metrics()).contains("trainyard_redis_up 1.0");
      assertLives();
    }
  }

  private void awaitReadiness(JavaProcess process, int status, String health) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .failFast(() -> assertThat(process.isAlive()).as(process.errors()).isTrue())
        .untilAsserted(
            () -> {
              Answer readiness = health("/readiness");
              assertThat(readiness.status()).isEqualTo(status);
              assertThat(readiness.health()).isEqualTo(health);
            });
  }

  private void assertLives() throws Exception {
    Answer liveness = health("/liveness");
    assertThat(liveness.status()).isEqualTo(200);
    assertThat(liveness.health()).isEqualTo("UP");
  }

  private Answer health(String group) throws Exception {
    HttpResponse<String> answer = get("/actuator/health" + group);
    return new Answer(answer.statusCode(), json.readTree(answer.body()));
  }

  private String metrics() throws Exception {
    return get("/actuator/prometheus").body();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://localhost:" + port + path);
    return http.send(HttpRequest.newBuilder(uri).build());
  }
}
