package dev.trainyard.operate;

import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.configuration.ConfigurationQueries;
import dev.trainyard.configuration.ConfigurationStore;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Activates, deactivates and deletes trained configurations. */
@Component
public class ConfigurationOperations {
  private final ConfigurationStore store;
  private final ConfigurationQueries configurations;
  private final AuditLog audit;

  ConfigurationOperations(
      ConfigurationStore store, ConfigurationQueries configurations, AuditLog audit) {
    this.store = store;
    this.configurations = configurations;
    this.audit = audit;
  }

  /**
   * Lets trading systems use a configuration, or takes it away from them.
   *
   * @throws NotFoundException when there is no such configuration
   */
  public Activation setActive(Caller caller, UUID id, boolean active) {
    if (changed(
            caller,
            active ? "configuration.activate" : "configuration.deactivate",
            id,
            () -> store.setActive(id, active, caller.name()))
        .isEmpty()) {
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
  public void delete(Caller caller, UUID id) {
    if (changed(caller, "configuration.delete", id, () -> store.delete(id)).isEmpty()) {
      throw NotFoundException.configuration(id);
    }
  }

  private Optional<UUID> changed(Caller caller, String action, UUID id, BooleanSupplier change) {
    return audit.change(
        caller, action, id, () -> change.getAsBoolean() ? Optional.of(id) : Optional.empty());
  }
}
