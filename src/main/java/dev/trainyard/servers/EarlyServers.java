package dev.trainyard.servers;

import dev.trainyard.process.DaemonThreads;
import dev.trainyard.process.ProcessShutdown;
import dev.trainyard.startup.HttpPort;
import dev.trainyard.startup.StartupRefusedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Starts the embedded servers while Spring reads the classes of the service, which takes longer.
 *
 * <p>What forbids a start is found and told later, by {@link ServersBeans}, in the order that it
 * has there. With an external database nothing is started here.
 */
public final class EarlyServers
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private final ProcessShutdown end;

  /**
   * Creates the initializer of a process.
   *
   * @param end stops the servers when the process ends before Spring knows of them
   */
  public EarlyServers(ProcessShutdown end) {
    this.end = end;
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Environment environment = context.getEnvironment();
    ServerSettings settings;
    try {
      settings = ServerSettings.from(environment);
      if (settings.database().isPresent()) {
        return;
      }
      requireFreePort(environment);
    } catch (RuntimeException | UnknownHostException toldLater) {
      return;
    }
    EmbeddedServers servers = ServersBeans.embedded(settings, end);
    boolean withRedis = ServersBeans.embedsRedis(settings, environment);
    FutureTask<EmbeddedServers> start =
        new FutureTask<>(
            () -> {
              servers.start(settings.dataDirectory(), true, withRedis);
              return servers;
            });
    DaemonThreads.named("trainyard-early-servers", start).start();
    context.getBeanFactory().registerSingleton("earlyServers", new Starting(start));
  }

  private static void requireFreePort(Environment environment) throws UnknownHostException {
    String address = environment.getProperty("server.address");
    Integer port = environment.getProperty("server.port", Integer.class);
    if (port != null) {
      HttpPort.requireFree(address == null ? null : InetAddress.getByName(address), port);
    }
  }

  /** The servers on their way. */
  record Starting(FutureTask<EmbeddedServers> start) {

    /**
     * Waits until they run.
     *
     * @throws StartupRefusedException when they do not
     */
    EmbeddedServers await() {
      try {
        return start.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof StartupRefusedException refusal) {
          throw refusal;
        }
        throw new IllegalStateException("the embedded servers do not start", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the embedded servers started", e);
      }
    }
  }
}
