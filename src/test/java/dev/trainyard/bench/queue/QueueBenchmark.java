package dev.trainyard.bench.queue;

import com.zaxxer.hikari.HikariDataSource;
import dev.trainyard.access.Caller;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.operate.QueueOperations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Submissions, drain and start latency: the service, other queues and bare statements in turn, on
 * one PostgreSQL.
 */
public final class QueueBenchmark {
  private static final List<String> ALL_PARTS = List.of("submissions", "drains", "starts");
  private static final int ROUNDS = 3;
  private static final int MAX_SLOTS = 32;
  private static final int SUBMISSIONS = 2000;
  private static final int STARTS = 300;
  private static final long BETWEEN_STARTS_MILLIS = 30;

  /** A worker hears of a pause within half a heartbeat. */
  private static final long PAUSE_TAKES_MILLIS = 1500;

  private final Work work;
  private final Service service;
  private final HikariDataSource connections = new HikariDataSource();
  private final StoredRows rows;
  private final CpuTime cpu;
  private final List<double[]> cpuPerJob = new ArrayList<>();

  private QueueBenchmark(Service service, Work work) {
    this.service = service;
    this.work = work;
    this.rows = new StoredRows(service.jdbc());
    this.cpu = new CpuTime(service.jdbc());
    HikariDataSource main = (HikariDataSource) service.dataSource();
    connections.setJdbcUrl(main.getJdbcUrl());
    connections.setUsername(main.getUsername());
    connections.setPassword(main.getPassword());
    connections.setMaximumPoolSize(MAX_SLOTS + 8);
  }

  /** Prints the figures of all parts, or of those that are named. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "bench");
    Work work = new Work();
    try (Service service = Service.start(directory, work, "trainyard.queue.max-queued=10000000")) {
      new QueueBenchmark(service, work).run(arguments.length == 0 ? ALL_PARTS : List.of(arguments));
    }
    System.exit(0);
  }

  private void run(List<String> parts) throws Exception {
    requireDurability();
    List<Peer> peers =
        ServiceLoader.load(Peer.Catalog.class).stream()
            .flatMap(catalog -> catalog.get().peers().stream())
            .toList();
    warmUp();
    if (parts.contains("submissions")) {
      submissions(peers);
    }
    if (parts.contains("drains")) {
      drains(peers);
    }
    if (parts.contains("starts")) {
      starts(peers);
    }
  }

  private void requireDurability() {
    for (String setting : List.of("fsync", "synchronous_commit")) {
      String value = service.jdbc().sql("SHOW " + setting).query(String.class).single();
      if (!value.equals("on")) {
        throw new IllegalStateException(setting + " is " + value);
      }
    }
  }

  private void warmUp() throws Exception {
    Clients.rate(4, 500, service::post);
    for (int i = 0; i < 6; i++) {
      drainService(8, 6000);
    }
  }

  private void submissions(List<Peer> peers) throws Exception {
    pause();
    for (int clients : new int[] {1, 8}) {
      System.out.printf("%nsubmissions per second, %d clients: median (range)%n", clients);
      rounds("HTTP", () -> submit(clients, service::post));
      rounds("JobStore and Redis", () -> submit(clients, this::submitInProcess));
      for (Peer peer : peers) {
        rounds(peer.name(), () -> enqueue(peer, clients));
      }
    }
    resume();
  }

  private double submit(int clients, Callable<?> call) throws Exception {
    clear();
    return Clients.rate(clients, SUBMISSIONS / clients, call);
  }

  private SubmittedJob submitInProcess() {
    SubmittedJob job = service.store();
    service.tell(job);
    return job;
  }

  private double enqueue(Peer peer, int clients) throws Exception {
    try (peer) {
      peer.open(connections, clients, work);
      return Clients.rate(
          clients,
          SUBMISSIONS / clients,
          () -> {
            peer.enqueue(UUID.randomUUID().toString());
            return null;
          });
    }
  }

  private void drains(List<Peer> peers) throws Exception {
    for (int slots : new int[] {1, 8, MAX_SLOTS}) {
      int jobs = slots == 1 ? 2000 : 6000;
      System.out.printf("%nno-op drain, jobs per second, %d at once: median (range)%n", slots);
      drainRounds("Trainyard", () -> drainService(slots, jobs));
      for (Peer peer : peers) {
        drainRounds(peer.name(), () -> drain(peer, slots, jobs));
      }
    }
    System.out.printf("%nbare statements, jobs per second: median (range)%n");
    rounds("one by one, 8 threads", () -> drainBare(8, 1, 6000));
    rounds("in batches of 64, 2 threads", () -> drainBare(2, 64, 40_000));
  }

  private double drainService(int slots, int jobs) throws Exception {
    pause();
    service.setSlots(slots);
    clear();
    SubmittedJob template = service.store();
    rows.add(template, "PENDING", jobs - 1);
    rows.vacuum();
    service.tellAll();
    work.expect(jobs);
    cpu.begin();
    resume();
    return finish(jobs);
  }

  private double finish(int jobs) throws InterruptedException {
    work.await();
    double[] used = cpu.end();
    cpuPerJob.add(new double[] {used[0] / jobs, used[1] / jobs});
    return work.rate();
  }

  private double drainBare(int threads, int batch, int jobs) throws Exception {
    pause();
    clear();
    rows.add(service.store(), "PENDING", jobs - 1);
    rows.vacuum();
    double rate = new BareStatements(connections).drain(threads, batch);
    clear();
    resume();
    return rate;
  }

  private double drain(Peer peer, int threads, int jobs) throws Exception {
    try (peer) {
      peer.open(connections, threads, work);
      work.expect(jobs);
      peer.enqueueAll(Stream.generate(() -> UUID.randomUUID().toString()).limit(jobs).toList());
      cpu.begin();
      peer.start();
      return finish(jobs);
    }
  }

  private void starts(List<Peer> peers) throws Exception {
    System.out.printf("%nstart of a job on an idle system, from its commit%n");
    clear();
    service.setSlots(1);
    System.out.printf("%-32s %s%n", "Trainyard", startsOfService());
    for (Peer peer : peers) {
      try (peer) {
        peer.open(connections, 8, work);
        peer.start();
        System.out.printf("%-32s %s%n", peer.name(), starts(peer));
      }
    }
    System.out.printf("%nstart of a job on an idle system, from the HTTP request%n");
    System.out.printf("%-32s %s%n", "Trainyard", startsFromHttp());
  }

  private String startsOfService() throws InterruptedException {
    Map<String, Long> committed = new HashMap<>();
    work.expect(STARTS);
    for (int i = 0; i < STARTS; i++) {
      SubmittedJob job = service.store();
      committed.put(job.id().toString(), System.nanoTime());
      service.tell(job);
      Thread.sleep(BETWEEN_STARTS_MILLIS);
    }
    return latency(committed);
  }

  private String startsFromHttp() throws Exception {
    Map<String, Long> sent = new HashMap<>();
    work.expect(STARTS);
    for (int i = 0; i < STARTS; i++) {
      long now = System.nanoTime();
      sent.put(service.post(), now);
      Thread.sleep(BETWEEN_STARTS_MILLIS);
    }
    return latency(sent);
  }

  private String starts(Peer peer) throws InterruptedException {
    Map<String, Long> committed = new HashMap<>();
    work.expect(STARTS);
    for (int i = 0; i < STARTS; i++) {
      String job = UUID.randomUUID().toString();
      peer.enqueue(job);
      committed.put(job, System.nanoTime());
      Thread.sleep(BETWEEN_STARTS_MILLIS);
    }
    return latency(committed);
  }

  private String latency(Map<String, Long> since) throws InterruptedException {
    work.await();
    return Sample.of(
            since.entrySet().stream()
                .mapToDouble(
                    // An immediate start may come before its caller is told of the commit
                    job -> Math.max(0, work.startOf(job.getKey()) - job.getValue()) / 1e6)
                .toArray())
        .latency();
  }

  /** Removes all jobs, and what Redis knows of them: a worker tries each before the next job. */
  private void clear() {
    rows.clear();
    service.forgetHints();
  }

  private void pause() throws InterruptedException {
    service.bean(QueueOperations.class).pause(Caller.ROUTE);
    Thread.sleep(PAUSE_TAKES_MILLIS);
  }

  /** By the operation of operators, which calls the worker; it would notice a second later. */
  private void resume() {
    service.bean(QueueOperations.class).resume(Caller.ROUTE);
  }

  private void drainRounds(String name, Callable<Double> measurement) throws Exception {
    cpuPerJob.clear();
    rounds(name, measurement);
    System.out.printf(
        Locale.ROOT,
        "    CPU per job: Java %.2f ms, PostgreSQL %.2f ms%n",
        Sample.of(cpuPerJob.stream().mapToDouble(used -> used[0]).toArray()).median(),
        Sample.of(cpuPerJob.stream().mapToDouble(used -> used[1]).toArray()).median());
  }

  private static void rounds(String name, Callable<Double> measurement) throws Exception {
    List<Double> rates = new ArrayList<>();
    while (rates.size() < ROUNDS) {
      rates.add(measurement.call());
    }
    System.out.printf(
        Locale.ROOT,
        "%-32s %s%n",
        name,
        Sample.of(rates.stream().mapToDouble(Double::doubleValue).toArray()).rounds());
  }
}
