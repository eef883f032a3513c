package dev.trainyard.startup;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Refuses an address that other machines reach, as long as nobody has to say who they are. */
public final class LoopbackGuard implements EnvironmentPostProcessor, Ordered {
  private static final List<String> SETTINGS =
      List.of("server.address", "management.server.address");

  private static final String AUTH_MODE = "trainyard.auth.mode";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    require(environment);
  }

  /**
   * Checks the addresses on which a service with these settings listens.
   *
   * @throws StartupRefusedException when other machines reach one, and nobody has to say who they
   *     are
   */
  public static void require(Environment environment) {
    for (String setting : SETTINGS) {
      String address = environment.getProperty(setting);
      if (address != null && !isLoopback(address) && isOff(environment)) {
        throw new StartupRefusedException(
            ("%s is %s, which other machines reach, and nobody has to say who they are. Make a key"
                    + " with \"java -jar trainyard.jar keys create --name admin --role admin\" and"
                    + " start with --%s=keys, or use 127.0.0.1.")
                .formatted(setting, address.isBlank() ? "empty" : address, AUTH_MODE));
      }
    }
  }

  private static boolean isOff(Environment environment) {
    return environment.getProperty(AUTH_MODE, "off").strip().equalsIgnoreCase("off");
  }

  private static boolean isLoopback(String address) {
    if (address.isBlank()) {
      // Java takes it for loopback, but a server that is told no address listens on all
      return false;
    }
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new StartupRefusedException(
          "%s is not an address of this machine. Choose another with --server.address=."
              .formatted(address));
    }
  }

  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 1;
  }
}
