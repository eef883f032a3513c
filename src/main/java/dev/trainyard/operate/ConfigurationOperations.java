package dev.trainyard.operate;

import dev.trainyard.configuration.ConfigurationQueries;
import dev.trainyard.configuration.ConfigurationStore;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Activates, deactivates and deletes trained configurations. */
@Component
public class ConfigurationOperations {
  private final ConfigurationStore store;
  private final ConfigurationQueries configurations;

  ConfigurationOperations(ConfigurationStore store, ConfigurationQueries configurations) {
    this.store = store;
    this.configurations = configurations;
  }

  /**
   * Lets trading systems use a configuration, or takes it away from them.
   *
   * @throws NotFoundException when there is no such configuration
   */
  public Activation setActive(UUID id, boolean active) {
    if (!store.setActive(id, active)) {
      throw NotFoundException.configuration(id);
    }
    return configurations
        .find(id)
        .map(Activation::of)
        .orElseThrow(() -> NotFoundException.configuration(id));
  }

  /**
   * Deletes a configuration. Its job stays.
   *
   * @throws NotFoundException when there is no such configuration
   */
  public void delete(UUID id) {
    if (!store.delete(id)) {
      throw NotFoundException.configuration(id);
    }
  }
}
