package dev.trainyard.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.ServiceClient;
import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.client.Target;
import dev.trainyard.startup.Finding;
import dev.trainyard.startup.HttpPort;
import dev.trainyard.startup.LoopbackGuard;
import dev.trainyard.startup.StartupRefusedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Examines where the service listens, and one that runs. */
public final class ServiceDiagnosis {
  private static final String PORT = "HTTP port";
  private static final int MOST = 65_535;

  private ServiceDiagnosis() {}

  /** Whether the port is free, or already that of a Trainyard. */
  public static Finding port(Environment environment) {
    String text = environment.getProperty("server.port", "8000");
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > MOST) {
      return Finding.wrong(
          PORT, "server.port is '%s'".formatted(text), "Set it to a number from 1 to 65535.");
    }
    int port = Integer.parseInt(text);
    String address = environment.getProperty("server.address", "127.0.0.1");
    try {
      HttpPort.requireFree(InetAddress.getByName(address), port);
      return Finding.ok(PORT, "%d at %s is free".formatted(port, address));
    } catch (UnknownHostException e) {
      return Finding.wrong(
          PORT,
          "%s is not an address of this machine".formatted(address),
          "Choose another with --server.address=.");
    } catch (StartupRefusedException e) {
      return client(environment, port).isTrainyard()
          ? Finding.ok(PORT, "%d is that of a running Trainyard".formatted(port))
          : Finding.of(PORT, e);
    }
  }

  private static ServiceClient client(Environment environment, int port) {
    boolean tls =
        environment.containsProperty("server.ssl.key-store")
            || environment.containsProperty("server.ssl.bundle")
            || environment.containsProperty("server.ssl.certificate");
    return new ServiceClient(
        Target.of(
            "%s://localhost:%d".formatted(tls ? "https" : "http", port), null, "server.port"));
  }

  /** Whether other machines reach the service without saying who they are. */
  public static Finding access(Environment environment) {
    try {
      LoopbackGuard.require(environment);
    } catch (StartupRefusedException e) {
      return Finding.of("access", e);
    }
    String mode = environment.getProperty("trainyard.auth.mode", "off").strip();
    String address = environment.getProperty("server.address", "127.0.0.1");
    return Finding.ok("access", "listens at %s, authentication is %s".formatted(address, mode));
  }

  /**
   * What a running service says of its health.
   *
   * @param url its address
   */
  public static List<Finding> health(String url, @Nullable String key) {
    String subject = "service";
    ServiceClient client;
    try {
      client = new ServiceClient(Target.of(url, key, "TRAINYARD_URL"));
    } catch (ServiceException e) {
      return List.of(Finding.wrong(subject, String.valueOf(e.getMessage()), "Correct it."));
    }
    JsonNode health = client.health();
    if (health == null) {
      return List.of(
          Finding.wrong(
              subject, "nothing answers at " + url, "Start it, or correct TRAINYARD_URL."));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(finding(subject, url, health));
    for (Map.Entry<String, JsonNode> component : health.path("components").properties()) {
      if (!isUp(component.getValue())) {
        findings.add(
            finding(subject + ", " + component.getKey(), component.getKey(), component.getValue()));
      }
    }
    return findings;
  }

  private static boolean isUp(JsonNode health) {
    return List.of("UP", "UNKNOWN").contains(health.path("status").asText());
  }

  private static Finding finding(String subject, String name, JsonNode health) {
    String status = health.path("status").asText();
    String description = health.path("description").asText();
    String message = name + " is " + status + (description.isEmpty() ? "" : ": " + description);
    if (isUp(health)) {
      return Finding.ok(subject, message);
    }
    String advice = "Look at %s of the service, and at its log.".formatted("/actuator/health");
    return status.equals("DEGRADED")
        ? Finding.warning(subject, message, advice)
        : Finding.wrong(subject, message, advice);
  }
}
