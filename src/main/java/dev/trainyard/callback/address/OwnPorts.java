package dev.trainyard.callback.address;

import java.util.Set;

/**
 * The ports of the service's own PostgreSQL and Redis, which no callback may reach.
 *
 * @param ports the ports
 */
public record OwnPorts(Set<Integer> ports) {

  public OwnPorts {
    ports = Set.copyOf(ports);
  }
}
