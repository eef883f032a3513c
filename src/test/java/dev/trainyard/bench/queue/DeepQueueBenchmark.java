package dev.trainyard.bench.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.job.queue.QueueQueries;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.job.queue.QueueState;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.queue.repair.Reconciler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.springframework.data.redis.core.StringRedisTemplate;

/** What single operations take when a million jobs wait, and when a million are done. */
public final class DeepQueueBenchmark {
  private static final int JOBS = 1_000_000;
  private static final int DELAYED = 100_000;
  private static final int TIMES = 20;
  private static final int DEEP_PAGES = 50;

  /** A worker hears of a pause within half a heartbeat. */
  private static final long PAUSE_TAKES_MILLIS = 1500;

  private final Service service;
  private final StoredRows rows;

  private DeepQueueBenchmark(Service service) {
    this.service = service;
    this.rows = new StoredRows(service.jdbc());
  }

  /** Prints the figures. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "bench");
    try (Service service =
        Service.start(
            directory,
            new Work(),
            "trainyard.queue.max-queued=2000000",
            // The rounds are this benchmark's
            "trainyard.queue.reconcile-interval=1h")) {
      new DeepQueueBenchmark(service).run();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    service.bean(QueueState.class).pause();
    Thread.sleep(PAUSE_TAKES_MILLIS);
    fill("PENDING", JOBS);
    lists("1,000,000 PENDING");
    queue();
    service.jdbc().sql("UPDATE queue_state SET paused = false").update();
    claims();
    delayed();
    rows.clear();
    fill("COMPLETED", JOBS);
    lists("1,000,000 COMPLETED");
  }

  private void fill(String status, int jobs) {
    SubmittedJob template = service.store();
    rows.add(template, status, jobs);
    rows.vacuum();
  }

  private void lists(String title) throws Exception {
    System.out.printf("%n%s%n", title);
    time("GET /jobs", () -> service.get("/jobs"));
    String deep = deepCursor();
    time("GET /jobs, page " + DEEP_PAGES, () -> service.get("/jobs?cursor=" + deep));
    for (String filter :
        List.of(
            "status=PENDING",
            "status=COMPLETED",
            "status=FAILED",
            "symbol=ETH/USDT",
            "strategy=RARE",
            "status=PENDING&symbol=ETH/USDT",
            "status=COMPLETED&strategy=RARE",
            "strategy=RARE&symbol=ETH/USDT",
            "strategy=NONE&symbol=BTC/USDT")) {
      time("GET /jobs?" + filter, () -> service.get("/jobs?" + filter));
    }
    time("POST /start", service::post);
  }

  private String deepCursor() throws Exception {
    ObjectMapper json = service.bean(ObjectMapper.class);
    String cursor = null;
    for (int i = 0; i < DEEP_PAGES; i++) {
      JsonNode page =
          json.readTree(
              service.get("/jobs?limit=100" + (cursor == null ? "" : "&cursor=" + cursor)));
      cursor = page.path("next_cursor").asText();
    }
    return cursor;
  }

  private void queue() throws Exception {
    Reconciler reconciler = service.bean(Reconciler.class);
    ReadySet readySet = service.bean(ReadySet.class);
    service.bean(StringRedisTemplate.class).delete("trainyard:{training}:epoch");
    once("repair of the ready set, all hints lost", () -> run(reconciler::reconcile));
    System.out.printf("%-44s %,d%n", "  hints then", readySet.size().orElse(-1));
    time("round of repair", () -> run(reconciler::reconcile));
    time("GET /queue, figures of the last second", () -> service.get("/queue"));
    QueueQueries fresh =
        new QueueQueries(
            service.jdbc(),
            service.bean(QueueState.class),
            service.bean(QueueSettings.class),
            new EverLaterClock());
    time("GET /queue, figures computed anew", fresh::view);
    time(
        "count for the limit of waiting jobs",
        () ->
            service
                .jdbc()
                .sql(
                    """
                    SELECT count(*) FROM (
                      SELECT id FROM training_jobs WHERE status = 'PENDING' ORDER BY ready_score, id LIMIT 2000000) w
                    """)
                .query(Long.class)
                .single());
  }

  private void claims() throws Exception {
    JobStore store = service.bean(JobStore.class);
    JobClaims claims = service.bean(JobClaims.class);
    time("claim of 1 without a hint", () -> claims.claimDue(1, "bench", false));
    time("claim of 64 without hints", () -> claims.claimDue(64, "bench", false));
    time(
        "claim of 1 by its hint",
        () ->
            claims.claim(
                store.nextDue(null, 1).stream().map(SubmittedJob::id).toList(), "bench", false));
  }

  /** Jobs whose head start puts them before all others, but which are due in an hour. */
  private void delayed() throws Exception {
    service
        .jdbc()
        .sql(
            """
            UPDATE training_jobs SET run_at = now() + interval '1 hour', ready_score = ready_score - 10000000
            WHERE id IN (SELECT id FROM training_jobs WHERE status = 'PENDING' ORDER BY ready_score LIMIT :jobs)
            """)
        .param("jobs", DELAYED)
        .update();
    rows.vacuum();
    System.out.printf(Locale.ROOT, "%n%,d of them delayed, first by their score%n", DELAYED);
    JobStore store = service.bean(JobStore.class);
    JobClaims claims = service.bean(JobClaims.class);
    time("claim of 1 without a hint", () -> claims.claimDue(1, "bench", false));
    time("jobs that come next", () -> store.nextDue(null, 1000));
  }

  private static Void run(Runnable action) {
    action.run();
    return null;
  }

  private static void once(String name, Callable<?> call) throws Exception {
    long begin = System.nanoTime();
    call.call();
    System.out.printf(Locale.ROOT, "%-44s %,.0f ms%n", name, (System.nanoTime() - begin) / 1e6);
  }

  private static void time(String name, Callable<?> call) throws Exception {
    double[] millis = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      long begin = System.nanoTime();
      call.call();
      millis[i] = (System.nanoTime() - begin) / 1e6;
    }
    Sample sample = Sample.of(millis);
    System.out.printf(
        Locale.ROOT, "%-44s %.1f ms, max %.1f ms%n", name, sample.median(), sample.quantile(1));
  }
}
