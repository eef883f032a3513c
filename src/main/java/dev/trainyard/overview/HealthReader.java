package dev.trainyard.overview;

import dev.trainyard.overview.Overview.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.boot.actuate.health.CompositeHealth;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;

/**
 * Reads the health of this process as {@code /actuator/health} shows it, and the room on its disk.
 */
@org.springframework.stereotype.Component
class HealthReader {
  /** They say no more than that the process answers. */
  private static final Set<String> WITHOUT_NEWS =
      Set.of(
          "ping",
          "process",
          "livenessState",
          "readinessState",
          "ssl",
          "camelHealth",
          "camelLivenessState",
          "camelReadinessState");

  private final HealthEndpoint endpoint;
  private final DiskReader disk;

  HealthReader(HealthEndpoint endpoint, DiskReader disk) {
    this.endpoint = endpoint;
    this.disk = disk;
  }

  /** Returns the health now. */
  Overview.Health read() {
    HealthComponent health = endpoint.health();
    List<Component> components = new ArrayList<>();
    if (health instanceof CompositeHealth composite && composite.getComponents() != null) {
      new TreeMap<>(composite.getComponents())
          .forEach(
              (name, component) -> {
                if (!WITHOUT_NEWS.contains(name)) {
                  components.add(
                      new Component(name, component.getStatus().getCode(), reason(component)));
                }
              });
    }
    disk.read().ifPresent(components::add);
    return new Overview.Health(health.getStatus().getCode(), components);
  }

  private static String reason(HealthComponent component) {
    if (component.getStatus().equals(Status.UP)) {
      return "";
    }
    String description = Objects.requireNonNullElse(component.getStatus().getDescription(), "");
    if (component instanceof Health health && !health.getDetails().isEmpty()) {
      StringBuilder details = new StringBuilder(description);
      for (Map.Entry<String, Object> detail : new TreeMap<>(health.getDetails()).entrySet()) {
        details
            .append(details.isEmpty() ? "" : "; ")
            .append(detail.getKey())
            .append(": ")
            .append(detail.getValue());
      }
      return details.toString();
    }
    return description;
  }
}
