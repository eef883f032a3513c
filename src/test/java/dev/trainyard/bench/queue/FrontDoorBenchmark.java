package dev.trainyard.bench.queue;

import dev.trainyard.access.Caller;
import dev.trainyard.access.Keys;
import dev.trainyard.access.Role;
import dev.trainyard.job.queue.QueueState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What authentication adds to a request, in turns with a service that asks nobody who they are, and
 * what wrong keys take from those who have one.
 */
public final class FrontDoorBenchmark {
  private static final int ROUNDS = 120;
  private static final int READS = 250;
  private static final int SUBMISSIONS = 50;
  private static final int WARM_UPS = 40;
  private static final int WRONG_KEYS_A_MINUTE = 10_000;
  private static final int FLOODS = 6;
  private static final long FLOOD_SECONDS = 5;

  private final Service open;
  private final Service locked;
  private final List<String> wrongKeys = new ArrayList<>();

  private FrontDoorBenchmark(Service open, Service locked) {
    this.open = open;
    this.locked = locked;
  }

  /** Prints the figures. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "bench");
    String many = "trainyard.queue.max-queued=10000000";
    try (Service open = Service.start(directory.resolve("open"), new Work(), many);
        Service locked =
            Service.start(
                directory.resolve("locked"), new Work(), many, "trainyard.auth.mode=keys")) {
      new FrontDoorBenchmark(open, locked).run();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    Keys keys = locked.bean(Keys.class);
    locked.useKey(
        keys.create(Caller.COMMAND_LINE, "benchmark", Role.OPERATOR, null)
            .orElseThrow()
            .text()
            .secret());
    makeWrongKeys(keys);
    for (Service service : List.of(open, locked)) {
      service.bean(QueueState.class).pause();
    }
    compare("GET /queue", READS, () -> open.get("/queue"), () -> locked.get("/queue"));
    compare("POST /start", SUBMISSIONS, open::post, locked::post);
    flood();
  }

  /** Keys as a thief would have them: of the right form, some of them revoked. */
  private void makeWrongKeys(Keys keys) {
    for (int i = 0; i < 100; i++) {
      var made = keys.create(Caller.COMMAND_LINE, "gone" + i, Role.VIEWER, null).orElseThrow();
      keys.revoke(Caller.COMMAND_LINE, made.key().id());
      wrongKeys.add(made.text().secret());
    }
  }

  private static void compare(String name, int calls, Callable<?> without, Callable<?> with)
      throws Exception {
    for (int i = 0; i < WARM_UPS; i++) {
      micros(calls, without);
      micros(calls, with);
    }
    double[] off = new double[ROUNDS];
    double[] keys = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      // Who comes first takes turns too
      if (i % 2 == 0) {
        off[i] = micros(calls, without);
        keys[i] = micros(calls, with);
      } else {
        keys[i] = micros(calls, with);
        off[i] = micros(calls, without);
      }
      ratios[i] = keys[i] / off[i];
    }
    Sample ratio = Sample.of(ratios);
    System.out.printf(
        Locale.ROOT,
        "%-12s %,.0f µs without keys, %,.0f µs with: %+.1f %% (quartiles %+.1f, %+.1f)%n",
        name,
        Sample.of(off).median(),
        Sample.of(keys).median(),
        100 * ratio.median() - 100,
        100 * ratio.quantile(0.25) - 100,
        100 * ratio.quantile(0.75) - 100);
  }

  private static double micros(int calls, Callable<?> call) throws Exception {
    long begin = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      call.call();
    }
    return (System.nanoTime() - begin) / 1e3 / calls;
  }

  private void flood() throws Exception {
    List<Double> calm = new ArrayList<>();
    List<Double> flooded = new ArrayList<>();
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < FLOODS; i++) {
      reads(calm);
      ScheduledExecutorService thieves = Executors.newScheduledThreadPool(2);
      var unused =
          thieves.scheduleAtFixedRate(
              () -> refuse(refused),
              0,
              TimeUnit.MINUTES.toNanos(1) / WRONG_KEYS_A_MINUTE,
              TimeUnit.NANOSECONDS);
      reads(flooded);
      thieves.shutdownNow();
      thieves.awaitTermination(1, TimeUnit.MINUTES);
    }
    System.out.printf(
        Locale.ROOT,
        "GET /queue every 5 ms, nobody else: %s; beside %,d wrong keys a minute: %s%n",
        latency(calm),
        Math.round(refused.get() * 60.0 / (FLOODS * FLOOD_SECONDS)),
        latency(flooded));
  }

  private void refuse(AtomicInteger refused) {
    int number = refused.getAndIncrement();
    try {
      int status = locked.statusWith(wrongKeys.get(number % wrongKeys.size()));
      if (status != 401) {
        throw new IllegalStateException("a revoked key is answered " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void reads(List<Double> millis) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FLOOD_SECONDS);
    while (System.nanoTime() < end) {
      long begin = System.nanoTime();
      locked.get("/queue");
      millis.add((System.nanoTime() - begin) / 1e6);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static String latency(List<Double> millis) {
    return Sample.of(millis.stream().mapToDouble(Double::doubleValue).toArray()).latency();
  }
}
