package dev.trainyard;

import dev.trainyard.cli.CheckCommand;
import dev.trainyard.cli.KeysCommand;
import dev.trainyard.cli.SchemaCommand;
import dev.trainyard.cli.UnknownCommand;
import dev.trainyard.process.ProcessShutdown;
import dev.trainyard.startup.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Trainyard, or does what a command asks: {@code check}, {@code schema}. */
// Camel makes a scheduler of its own once a route asks for one
// Users have API keys: no user with a password is wanted
@SpringBootApplication(
    exclude = {QuartzAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
@ConfigurationPropertiesScan
public class TrainyardApplication {

  private static final Map<String, String> COMMANDS =
      Map.of(
          CheckCommand.NAME,
          "check [DIRECTORY]",
          KeysCommand.NAME,
          "keys create|list|revoke",
          SchemaCommand.NAME,
          "schema [FILE]");

  public static void main(String[] args) {
    List<String> rest = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
    switch (args.length == 0 ? "" : args[0]) {
      case CheckCommand.NAME ->
          System.exit(
              new CheckCommand(TrainyardApplication.class, System.out, System.err).run(rest));
      case KeysCommand.NAME -> System.exit(KeysCommand.run(System.out, System.err, rest));
      case SchemaCommand.NAME -> System.exit(new SchemaCommand(System.out, System.err).run(rest));
      default -> {
        if (args.length > 0 && !args[0].startsWith("--")) {
          System.exit(new UnknownCommand(COMMANDS, System.err).run(args[0]));
        }
        start(args);
      }
    }
  }

  private static void start(String... args) {
    keepNettyFromUnsafe();
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
