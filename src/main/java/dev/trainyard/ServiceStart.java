package dev.trainyard;

import dev.trainyard.process.ProcessShutdown;
import dev.trainyard.sql.JdbcDrivers;
import dev.trainyard.startup.ExitCode;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;

/** Starts the service in this process. */
final class ServiceStart {
  private ServiceStart() {}

  static void run(String... args) {
    keepNettyFromUnsafe();
    JdbcDrivers.registerOnlyPostgresql();
    ProcessShutdown end = new ProcessShutdown();
    end.install();
    SpringApplication application = new SpringApplication(TrainyardApplication.class);
    application.addInitializers(end);
    try {
      application.run(args);
    } catch (AbandonedRunException notAFailure) {
      throw notAFailure;
    } catch (RuntimeException reported) {
      System.exit(ExitCode.of(reported));
    }
  }

  /**
   * Lets Netty, which carries the messages to Redis, allocate its memory as the JDK documents it:
   * of the way that it would choose JDK 24 and later warn on standard error. A value that is set
   * stays.
   */
  private static void keepNettyFromUnsafe() {
    System.getProperties().putIfAbsent("io.netty.noUnsafe", "true");
  }
}
