package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.callback.SampleSettings;
import dev.trainyard.callback.secret.WebhookCheck;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import dev.trainyard.support.Receiver;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A process dies after its receiver has a callback, and before PostgreSQL knows. */
@ExtendWith(Patience.class)
class CallbackCrashIT {
  private final int port = FreePort.find();
  private final TestServers.Database database = TestServers.shared().freshDatabase();
  private final String redis = TestServers.shared().freshRedisUrl();

  @TempDir private Path directory;

  @Test
  void theNextProcessSendsTheSameCallbackAgain() throws Exception {
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    AtomicReference<JavaProcess> victim = new AtomicReference<>();
    try (Receiver receiver =
        Receiver.answering(
            exchange -> {
              JavaProcess process = victim.getAndSet(null);
              if (process != null) {
                kill(process);
              }
              exchange.sendResponseHeaders(200, -1);
            })) {
      String job;
      String secret;
      try (JavaProcess process = start()) {
        victim.set(process);
        TrainingClient client = TrainingClient.ofStarted(port);
        secret = client.call("POST", "/me/callback-secret", 201).path("secret").asText();
        job =
            client.submit(
                Map.of("callback_url", receiver.url("/"), "run_at", "2099-01-01T00:00:00Z"));
        client.cancel(job);
        await().until(() -> !process.isAlive());
      }
      assertThat(receiver.messages()).hasSize(1);
      assertThat(state(jdbc)).isEqualTo("pending");

      try (JavaProcess next = start()) {
        TrainingClient client = TrainingClient.ofStarted(port);
        assertThat(next.isAlive()).isTrue();
        // The minute for which the dead process had it is over
        jdbc.sql("UPDATE callbacks SET next_at = now()").update();
        await().until(() -> state(jdbc).equals("delivered"));
        JsonNode callback = client.get("/callbacks?job_id=" + job).path("items").path(0);
        assertThat(callback.path("attempts").asInt()).isEqualTo(2);
        assertThat(next.output()).doesNotContain(secret, SampleSettings.SECRET);
      }
      assertThat(receiver.messages()).hasSize(2);
      assertThat(receiver.messages())
          .allSatisfy(
              message ->
                  assertThat(WebhookCheck.isSigned(secret, message.headers(), message.body()))
                      .isTrue());
      assertThat(receiver.messages().get(1).body()).isEqualTo(receiver.messages().get(0).body());
      assertThat(receiver.messages().get(1).headers().get("webhook-id"))
          .isEqualTo(receiver.messages().get(0).headers().get("webhook-id"));
    }
  }

  private static void kill(JavaProcess process) throws IOException {
    try {
      process.kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String state(JdbcClient jdbc) {
    return jdbc.sql("SELECT state FROM callbacks").query(String.class).single();
  }

  private JavaProcess start() throws IOException {
    return JavaProcess.start(
        directory,
        List.of(),
        Map.of(
            "DATABASE_URL",
            database.url(),
            "REDIS_URL",
            redis,
            "TRAINYARD_CALLBACKS_SECRET",
            SampleSettings.SECRET),
        TrainyardApplication.class,
        "--server.port=" + port,
        "--trainyard.callbacks.allowed-networks=127.0.0.1");
  }
}
