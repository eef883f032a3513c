package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.support.FreePort;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import dev.trainyard.support.RedisProcess;
import dev.trainyard.support.ServerCertificate;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The service in a process of its own, with a Redis as operators run it. */
class ExternalRedisIT {
  private static final Duration PATIENCE = Patience.LIMIT;
  private static final Map<String, Object> SHORT_REQUEST = Map.of("n_iterations", 20);
  private static final Pattern WAITING_WORKER =
      Pattern.compile("^id=(\\d+) .* cmd=bzpopmin user=trainyard", Pattern.MULTILINE);

  @TempDir private Path directory;
  private int port;
  private TrainingClient client;

  @BeforeEach
  void choosePort() {
    port = FreePort.find();
    client = new TrainingClient(port, PATIENCE);
  }

  @Test
  void workersFollowTheSentinelsToTheNextMaster() throws Exception {
    String password = "s3cret";
    try (RedisProcess master = RedisProcess.server(directory, password);
        RedisProcess replica =
            RedisProcess.server(directory, password, "replicaof 127.0.0.1 " + master.port());
        RedisProcess sentinel =
            RedisProcess.sentinel(
                directory,
                "sentinel monitor jobs 127.0.0.1 %d 1".formatted(master.port()),
                "sentinel auth-pass jobs " + password,
                "sentinel down-after-milliseconds jobs 1000",
                "sentinel failover-timeout jobs 5000")) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  master.ask(jedis -> jedis.info("replication")).contains("state=online")
                      && sentinel.ask(jedis -> jedis.sentinelReplicas("jobs")).size() == 1);
      String url =
          "redis-sentinel://:%s@127.0.0.1:1,127.0.0.1:%d/0#jobs"
              .formatted(password, sentinel.port());
      try (JavaProcess service = start(url, List.of())) {
        awaitStarted(service);
        client.uploadCandles();
        await().atMost(PATIENCE).until(master::hasWaitingWorker);

        master.kill();

        assertCompletes(client.submit(SHORT_REQUEST));
        await().atMost(PATIENCE).until(replica::hasWaitingWorker);
        assertCompletes(client.submit(SHORT_REQUEST));
        assertThat(service.isAlive()).isTrue();
      }
    }
  }

  @Test
  void aMasterThatTheSentinelsDoNotKnowIsRefusedByItsName() throws Exception {
    try (RedisProcess master = RedisProcess.server(directory, "");
        RedisProcess sentinel =
            RedisProcess.sentinel(
                directory, "sentinel monitor jobs 127.0.0.1 %d 1".formatted(master.port()));
        JavaProcess service =
            start("redis-sentinel://127.0.0.1:%d/0#job".formatted(sentinel.port()), List.of())) {
      assertThat(service.exitCode()).isEqualTo(78);
      assertThat(service.errors())
          .hasLineCount(1)
          .contains(
              "The sentinel at 127.0.0.1:%d knows no master 'job'. Correct the name after # in REDIS_URL."
                  .formatted(sentinel.port()));
    }
  }

  @Test
  void aRedisThatEvictsKeysIsUsedWithAWarning() throws Exception {
    try (RedisProcess redis = RedisProcess.server(directory, "", "maxmemory-policy allkeys-lru");
        JavaProcess service = start("redis://127.0.0.1:" + redis.port(), List.of())) {
      awaitStarted(service);
      assertThat(service.output())
          .contains("evicts keys when it is full (maxmemory-policy allkeys-lru)")
          .contains("Set maxmemory-policy noeviction");
      await().atMost(PATIENCE).until(redis::hasWaitingWorker);
    }
  }

  @Test
  void aUserWithFewRightsReachesRedisOverTlsAndComesBackAfterItWasReadOnly() throws Exception {
    ServerCertificate certificate = ServerCertificate.create(directory);
    int tlsPort = FreePort.find();
    try (RedisProcess redis =
        RedisProcess.server(
            directory,
            "",
            "tls-port " + tlsPort,
            "tls-cert-file " + certificate.certificate(),
            "tls-key-file " + certificate.key(),
            "tls-ca-cert-file " + certificate.certificate(),
            "tls-auth-clients no",
            "user trainyard on >p@ss ~trainyard:* &* +@all -@dangerous")) {
      List<String> trust =
          List.of(
              "-Djavax.net.ssl.trustStore=" + certificate.store(),
              "-Djavax.net.ssl.trustStorePassword=" + ServerCertificate.PASSWORD);
      String url = "rediss://trainyard:p%40ss@localhost:" + tlsPort;
      try (JavaProcess service = start(url, trust)) {
        awaitStarted(service);
        client.uploadCandles();
        await().atMost(PATIENCE).until(redis::hasWaitingWorker);
        List<String> before = waitingWorkers(redis);
        assertThat(before).isNotEmpty();

        redis.ask(jedis -> jedis.replicaof("127.0.0.1", 1));
        assertCompletes(client.submit(SHORT_REQUEST));
        redis.ask(Jedis::replicaofNoOne);
        await().atMost(PATIENCE).until(redis::hasWaitingWorker);
        assertThat(waitingWorkers(redis)).doesNotContainAnyElementsOf(before);
        assertCompletes(client.submit(SHORT_REQUEST));
        assertThat(service.isAlive()).isTrue();
      }
    }
  }

  private static List<String> waitingWorkers(RedisProcess redis) {
    return WAITING_WORKER
        .matcher(redis.ask(Jedis::clientList))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private void assertCompletes(String job) {
    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
  }

  private void awaitStarted(JavaProcess service) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .failFast(() -> assertThat(service.isAlive()).as(service.errors()).isTrue())
        .until(() -> client.get("/queue").has("workers"));
  }

  private JavaProcess start(String redisUrl, List<String> jvmOptions) throws IOException {
    return JavaProcess.start(
        directory,
        jvmOptions,
        TrainyardApplication.class,
        "--server.port=" + port,
        "--DATABASE_URL=" + TestServers.shared().freshDatabase().url(),
        "--REDIS_URL=" + redisUrl);
  }
}
