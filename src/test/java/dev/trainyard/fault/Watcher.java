package dev.trainyard.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that looks at jobs all the time, and remembers what it was told of each. */
final class Watcher {
  private static final Set<String> FINAL = Set.of("COMPLETED", "FAILED", "CANCELLED");
  private static final long PAUSE_MILLIS = 100;

  /**
   * Where stages begin. That one has begun need not reach the disk, so a crash of PostgreSQL may
   * take it back; what rests on trials is stored with them.
   */
  private static final Set<Double> BEGINNINGS = Set.of(0.0, 25.0, 75.0, 95.0);

  private final PatientClient client;
  private final JobStream stream;
  private final SplittableRandom random;
  private final Map<UUID, String> told = new HashMap<>();
  private final Map<UUID, Double> done = new HashMap<>();
  private final List<String> lies = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "watcher");
  private volatile boolean stopping;

  Watcher(PatientClient client, JobStream stream, SplittableRandom random) {
    this.client = client;
    this.stream = stream;
    this.random = random;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  void stop() throws InterruptedException {
    stopping = true;
    thread.interrupt();
    thread.join();
  }

  /** What was not true of a job, or no longer. */
  List<String> lies() {
    return lies;
  }

  private void run() {
    try {
      while (!stopping) {
        List<AcceptedJob> jobs = stream.accepted();
        if (!jobs.isEmpty()) {
          look(jobs.get(random.nextInt(jobs.size())).id());
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(UUID id) throws InterruptedException {
    JsonNode job = client.get("/jobs/" + id);
    String status = job.path("status").asText();
    String before = told.put(id, status);
    if (before != null && FINAL.contains(before) && !status.equals(before)) {
      lies.add("LIED ABOUT: job %s was %s and is %s".formatted(id, before, status));
    }
    double percentage = job.path("percentage").asDouble();
    if (percentage < done.getOrDefault(id, 0.0)) {
      lies.add("LIED ABOUT: job %s was done to %s %%, and now %s".formatted(id, done.get(id), job));
    }
    if (!BEGINNINGS.contains(percentage)) {
      done.merge(id, percentage, Math::max);
    }
    boolean completed = status.equals("COMPLETED");
    if (completed != (percentage == 100) || completed == job.path("config_id").isNull()) {
      lies.add("LIED ABOUT: job %s is told as %s".formatted(id, job));
    }
  }
}
