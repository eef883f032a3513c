package dev.trainyard.process;

import dev.trainyard.startup.StartupRefusedException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Ensures that this process ends when it is told to. A shutdown releases the jobs and stops our own
 * servers. A shutdown that hangs is cut short after {@code trainyard.shutdown-timeout}, and at once
 * by a second signal of the same kind. The lease brings a job that was not released to another
 * worker.
 *
 * <p>Only {@code main} installs it: signals and exits belong to the process, not to the context.
 */
public final class ProcessShutdown
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  /** The setting for the time that jobs and requests may take to end. */
  static final String TIMEOUT = "trainyard.shutdown-timeout";

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ABANDON = Duration.ofSeconds(1);

  /**
   * Added to the signal's number, as shells and supervisors expect of a process that a signal has
   * ended.
   */
  private static final int SIGNAL_STATUS = 128;

  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  private final Set<String> received = ConcurrentHashMap.newKeySet();
  private volatile Duration timeout = DEFAULT_TIMEOUT;

  /** Null while the process has no servers of its own. */
  private volatile @Nullable OwnedServers servers;

  private volatile int status = 1;

  /** Takes over the signals, the shutdown and uncaught failures. */
  public void install() {
    Thread.setDefaultUncaughtExceptionHandler(new UncaughtFailures());
    OsSignal.handle("TERM", () -> signalled("TERM", SIGTERM));
    OsSignal.handle("INT", () -> signalled("INT", SIGINT));
    Runtime.getRuntime().addShutdownHook(new Thread(this::shutdownBegins, "shutdown-begins"));
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    timeout = timeout(context.getEnvironment());
    context.getBeanFactory().registerSingleton("processEnd", this);
  }

  /** Registers the servers that a shutdown which is cut short must still stop. */
  public void owns(OwnedServers owned) {
    servers = owned;
  }

  private static Duration timeout(ConfigurableEnvironment environment) {
    String value = environment.getProperty(TIMEOUT, DEFAULT_TIMEOUT.toSeconds() + "s");
    Duration given;
    try {
      given = ApplicationConversionService.getSharedInstance().convert(value, Duration.class);
    } catch (IllegalArgumentException | ConversionException e) {
      throw noTime(value);
    }
    if (given == null) {
      throw noTime(value);
    }
    return given;
  }

  private static StartupRefusedException noTime(String value) {
    return new StartupRefusedException(
        "%s is '%s'; it must be a time such as 5s.".formatted(TIMEOUT, value));
  }

  /**
   * Each kind of signal counts separately, since Maven passes the terminal's interrupt on as
   * SIGTERM.
   */
  private void signalled(String name, int number) {
    int signalStatus = SIGNAL_STATUS + number;
    if (received.add(name)) {
      status = signalStatus;
      System.exit(signalStatus);
    }
    abandonServers();
    Runtime.getRuntime().halt(signalStatus);
  }

  private void abandonServers() {
    OwnedServers owned = servers;
    if (owned != null) {
      Thread abandoning = DaemonThreads.named("abandon-servers", owned::abandon);
      abandoning.start();
      try {
        abandoning.join(ABANDON.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A shutdown hook; the shutdown continues beside the thread that it starts. */
  private void shutdownBegins() {
    DaemonThreads.named("shutdown-watchdog", this::cutShort).start();
  }

  private void cutShort() {
    try {
      Thread.sleep(timeout.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    OwnedServers owned = servers;
    if (owned == null || !owned.isClosed()) {
      System.err.println(
          "Trainyard's shutdown took longer than %s = %d ms and is cut short: it no longer waits for what still runs, and the lease brings each job to another worker."
              .formatted(TIMEOUT, timeout.toMillis()));
    }
    if (owned != null) {
      owned.close();
    }
    Runtime.getRuntime().halt(status);
  }
}
