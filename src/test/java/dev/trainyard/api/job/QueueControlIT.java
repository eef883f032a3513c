package dev.trainyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.job.worker.WorkerRegistry;
import dev.trainyard.support.Events;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The queue's switch, and the list of workers. */
class QueueControlIT extends ApiFixture {
  @Autowired private StringRedisTemplate redis;
  @Autowired private JobClaims claims;

  @AfterEach
  void goOn() {
    jdbc.sql("UPDATE queue_state SET paused = false").update();
    jdbc.sql("DELETE FROM workers").update();
  }

  @Test
  void aPausedQueueSaysSoAtOnceAndHandsOutNothing() {
    UUID job = start();
    assertThat(get("/queue").body().path("paused").asBoolean()).isFalse();

    Answer paused = post("/queue/pause");

    assertThat(paused.status()).isEqualTo(200);
    assertThat(paused.body().path("paused").asBoolean()).isTrue();
    assertThat(paused.body().path("ready").isObject()).isTrue();
    assertThat(get("/queue").body().path("paused").asBoolean()).isTrue();
    assertThat(claims.claim(List.of(job), "worker", true)).isEmpty();

    Answer resumed = post("/queue/resume");

    assertThat(resumed.status()).isEqualTo(200);
    assertThat(resumed.body().path("paused").asBoolean()).isFalse();
    assertThat(get("/queue").body().path("paused").asBoolean()).isFalse();
    assertThat(claims.claim(List.of(job), "worker", true)).hasSize(1);
  }

  @Test
  void pausingOrResumingTwiceIsDoingItOnce() {
    assertThat(post("/queue/resume").body().path("paused").asBoolean()).isFalse();
    post("/queue/pause");
    assertThat(post("/queue/pause").body().path("paused").asBoolean()).isTrue();
    post("/queue/resume");
    assertThat(post("/queue/resume").body().path("paused").asBoolean()).isFalse();
  }

  @Test
  void theWorkersAreToldOfTheSwitch() {
    try (Events events = new Events(redis.getRequiredConnectionFactory())) {
      post("/queue/pause");
      post("/queue/resume");

      assertThat(events.receive(m -> m.path("action").asText().equals("pause")).toString())
          .isEqualTo("{\"type\":\"control\",\"action\":\"pause\"}");
      assertThat(events.receive(m -> m.path("action").asText().equals("resume")).toString())
          .isEqualTo("{\"type\":\"control\",\"action\":\"resume\"}");
    }
  }

  @Test
  void aWorkerIsListedWithItsJobsAsLongAsItLives() {
    new WorkerRegistry(jdbc, new WorkerIdentity("w-1", "host", 4711, "1.0")).renew(3);
    new WorkerRegistry(jdbc, new WorkerIdentity("w-2", "host", 4712, "1.0")).renew(1);
    new WorkerRegistry(jdbc, new WorkerIdentity("w-3", "host", 4713, "1.0")).renew(1);
    jdbc.sql("UPDATE workers SET last_heartbeat = now() - interval '11 seconds' WHERE id = 'w-2'")
        .update();
    UUID job = start();
    claims.claim(List.of(job), "w-1", true);

    JsonNode items = get("/workers").body().path("items");

    assertThat(items).extracting(item -> item.path("id").asText()).containsExactly("w-1", "w-3");
    assertThat(items.get(0).fieldNames())
        .toIterable()
        .containsExactly(
            "id", "host", "pid", "version", "slots", "running", "helps", "last_heartbeat");
    assertThat(items.get(0).path("running"))
        .extracting(JsonNode::asText)
        .containsExactly(job.toString());
    assertThat(items.get(0).path("slots").asInt()).isEqualTo(3);
    assertThat(items.get(1).path("running")).isEmpty();
  }

  @Test
  void theListOfWorkersGoesOnWhereItsPageEnded() {
    for (int i = 0; i < 3; i++) {
      new WorkerRegistry(jdbc, new WorkerIdentity("p-" + i, "host", i, "1.0")).renew(1);
    }

    JsonNode first = get("/workers?limit=2").body();
    JsonNode second = get("/workers?limit=2&cursor=" + first.path("next_cursor").asText()).body();

    assertThat(second.path("items"))
        .extracting(item -> item.path("id").asText())
        .containsExactly("p-2");
    assertThat(second.path("next_cursor").isNull()).isTrue();
    assertThat(get("/workers?cursor=AAAA").status()).isEqualTo(400);
    assertThat(get("/workers?state=x").status()).isEqualTo(400);
  }

  private UUID start() {
    return UUID.fromString(
        post("/start", "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\"}")
            .body()
            .path("job_id")
            .asText());
  }
}
