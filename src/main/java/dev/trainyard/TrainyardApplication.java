package dev.trainyard;

import dev.trainyard.cli.Commands;
import dev.trainyard.cli.terminal.Shell;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts Trainyard, or does what a command asks. Commands that ask a service load no class of
 * Spring, so what starts one is in {@link ServiceStart}.
 */
// Camel makes a scheduler of its own once a route asks for one
// Users have API keys: no user with a password is wanted
@SpringBootApplication(
    exclude = {QuartzAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
@ConfigurationPropertiesScan
public class TrainyardApplication {

  public static void main(String[] args) {
    if (Commands.startsService(args)) {
      ServiceStart.run(args);
    } else {
      // A request whose answer is lost is repeated by the command that knows whether it may be
      System.setProperty("sun.net.http.retryPost", "false");
      System.exit(new Commands(Shell.ofProcess(), TrainyardApplication.class).run(args));
    }
  }
}
