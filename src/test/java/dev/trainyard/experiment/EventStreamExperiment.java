package dev.trainyard.experiment;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.TrainyardApplication;
import dev.trainyard.access.Caller;
import dev.trainyard.job.Priority;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.request.SampleRequests;
import dev.trainyard.operate.QueueOperations;
import dev.trainyard.queue.redis.JobEvents;
import dev.trainyard.support.TestServers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What streams of events cost, and how soon events arrive: one process with the clients in it,
 * PostgreSQL and Redis beside it.
 */
public final class EventStreamExperiment implements AutoCloseable {
  private static final String BASE = "/api/v2/training";
  private static final int IDLE = 1000;
  private static final int FOLLOWERS = 100;
  private static final int EVENTS = 300;
  private static final int CLAIMS = 400;
  private static final int BLOCKS = 6;

  private final ConfigurableApplicationContext service;
  private final int port;
  private final Selector selector = Selector.open();
  private final ConcurrentLinkedQueue<Long> arrivals = new ConcurrentLinkedQueue<>();

  private EventStreamExperiment(TestServers.Database database, String redis) throws IOException {
    service =
        new SpringApplicationBuilder(TrainyardApplication.class)
            .run(
                "--server.port=0",
                "--trainyard.role=api",
                // Nobody works on what is claimed
                "--trainyard.queue.lease=1h",
                "--logging.level.root=warn",
                "--trainyard.events.heartbeat=1h",
                "--trainyard.events.max-streams=2000",
                "--DATABASE_URL=" + database.url(),
                "--REDIS_URL=" + redis);
    port = Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port"));
  }

  public static void main(String[] args) throws Exception {
    TestServers servers = TestServers.shared();
    try (EventStreamExperiment experiment =
        new EventStreamExperiment(servers.freshDatabase(), servers.freshRedisUrl())) {
      experiment.run();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    Thread reader = new Thread(this::read, "experiment-clients");
    reader.setDaemon(true);
    reader.start();

    // The classes and the caches of the connector are there before anything is counted
    close(open(FOLLOWERS, "/events"));
    TimeUnit.SECONDS.sleep(3);
    long heap = heap();
    int threads = threads();
    List<SocketChannel> idle = open(IDLE, "/events?types=route-edit");
    TimeUnit.SECONDS.sleep(12);
    System.out.printf(
        Locale.ROOT,
        "%d idle streams: heap +%.1f MB, threads %+d%n",
        IDLE,
        (heap() - heap) / 1e6,
        threads() - threads);
    close(idle);

    List<SocketChannel> followers = open(FOLLOWERS, "/events?types=queue");
    latency(20);
    List<Double> millis = latency(EVENTS);
    System.out.printf(
        Locale.ROOT,
        "%d events to %d clients, from the commit: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, longest"
            + " %.1f ms%n",
        EVENTS,
        FOLLOWERS,
        quantile(millis, 0.5),
        quantile(millis, 0.9),
        quantile(millis, 0.99),
        quantile(millis, 1));
    close(followers);

    claims();
  }

  /** Milliseconds from the commit of each event to its arrival at each client. */
  private List<Double> latency(int events) throws InterruptedException {
    QueueOperations queue = service.getBean(QueueOperations.class);
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      arrivals.clear();
      if (i % 2 == 0) {
        queue.pause(Caller.COMMAND_LINE);
      } else {
        queue.resume(Caller.COMMAND_LINE);
      }
      long committed = System.nanoTime();
      while (arrivals.size() < FOLLOWERS) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      arrivals.forEach(at -> millis.add((at - committed) / 1e6));
      TimeUnit.MILLISECONDS.sleep(15 + i % 30);
    }
    return millis;
  }

  /** Claims with 1,000 messages a second, in turns without and with clients that follow. */
  private void claims() throws Exception {
    JobEvents events = service.getBean(JobEvents.class);
    ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();
    var unused =
        publisher.scheduleAtFixedRate(
            () -> events.changed(UUID.randomUUID()), 0, 1, TimeUnit.MILLISECONDS);
    List<Double> without = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    claim(CLAIMS);
    for (int block = 0; block < BLOCKS; block++) {
      without.addAll(claim(CLAIMS));
      List<SocketChannel> followers = open(FOLLOWERS, "/events?types=state,log");
      TimeUnit.SECONDS.sleep(1);
      with.addAll(claim(CLAIMS));
      close(followers);
      TimeUnit.SECONDS.sleep(1);
    }
    publisher.shutdownNow();
    System.out.printf(
        Locale.ROOT,
        "%d claims each, median: %.3f ms without followers, %.3f ms with %d%n",
        without.size(),
        quantile(without, 0.5),
        quantile(with, 0.5),
        FOLLOWERS);
  }

  private List<Double> claim(int count) throws IOException {
    JobClaims claims = service.getBean(JobClaims.class);
    List<UUID> jobs = submit(count);
    List<Double> millis = new ArrayList<>();
    for (UUID job : jobs) {
      long begin = System.nanoTime();
      claims.claim(List.of(job), "w", true);
      millis.add((System.nanoTime() - begin) / 1e6);
    }
    return millis;
  }

  private List<UUID> submit(int count) throws IOException {
    String request =
        service
            .getBean(ObjectMapper.class)
            .writeValueAsString(SampleRequests.of("LIQUIDITY_SWEEP", Priority.NORMAL));
    return service
        .getBean(JdbcClient.class)
        .sql(
            """
            INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, run_at,
                ready_score, timeout_seconds, max_attempts, space, batch_size)
            SELECT uuid_v7(), 'PENDING', 'S', 'B', 'E', '5m', 'normal', CAST(? AS json), now(), 0, 60, 3, '[]', 8
            FROM generate_series(1, ?) RETURNING id
            """)
        .params(request, count)
        .query(UUID.class)
        .list();
  }

  private List<SocketChannel> open(int count, String path) throws Exception {
    List<SocketChannel> channels = new ArrayList<>();
    byte[] request =
        ("GET " + BASE + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII);
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open(new InetSocketAddress("localhost", port));
      channel.write(ByteBuffer.wrap(request));
      ByteBuffer head = ByteBuffer.allocate(2048);
      while (!new String(head.array(), 0, head.position(), US_ASCII).contains("retry:")) {
        if (channel.read(head) < 0) {
          throw new IOException(new String(head.array(), US_ASCII));
        }
      }
      channel.configureBlocking(false);
      channels.add(channel);
      CountDownLatch registered = new CountDownLatch(1);
      pending.add(
          () -> {
            try {
              channel.register(selector, SelectionKey.OP_READ);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
            registered.countDown();
          });
      selector.wakeup();
      registered.await();
    }
    return channels;
  }

  private final ConcurrentLinkedQueue<Runnable> pending = new ConcurrentLinkedQueue<>();

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocate(65_536);
    try {
      while (true) {
        selector.select();
        long now = System.nanoTime();
        for (SelectionKey key : selector.selectedKeys()) {
          buffer.clear();
          try {
            if (((SocketChannel) key.channel()).read(buffer) > 0) {
              arrivals.add(now);
            } else {
              key.cancel();
            }
          } catch (IOException e) {
            key.cancel();
          }
        }
        selector.selectedKeys().clear();
        for (Runnable task = pending.poll(); task != null; task = pending.poll()) {
          task.run();
        }
      }
    } catch (ClosedSelectorException e) {
      // The experiment is over
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void close(List<SocketChannel> channels) throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }

  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
  }

  private static long heap() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  @Override
  public void close() throws IOException {
    service.close();
    selector.close();
  }
}
