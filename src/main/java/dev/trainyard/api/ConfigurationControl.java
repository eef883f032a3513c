package dev.trainyard.api;

import dev.trainyard.job.ConfigurationStore;
import java.util.UUID;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** What clients do to trained configurations. */
@Component("configurationControl")
public class ConfigurationControl {
  private final ConfigurationStore store;
  private final ConfigurationResource configurations;

  ConfigurationControl(ConfigurationStore store, ConfigurationResource configurations) {
    this.store = store;
    this.configurations = configurations;
  }

  /** Lets trading systems use a configuration; says what speaks against it. */
  public Activation activate(@Header("config_id") String configId) {
    set(configId, true);
    return Activation.of(configurations.get(configId));
  }

  /** Takes a configuration away from trading systems. */
  public Activation deactivate(@Header("config_id") String configId) {
    set(configId, false);
    return Activation.of(configurations.get(configId));
  }

  /** Deletes a configuration; its job stays. */
  public void delete(@Header("config_id") String configId) {
    UUID id = RequestParameters.id("config_id", configId);
    if (!store.delete(id)) {
      throw ConfigurationResource.unknown(id);
    }
  }

  private void set(String configId, boolean active) {
    UUID id = RequestParameters.id("config_id", configId);
    if (!store.setActive(id, active)) {
      throw ConfigurationResource.unknown(id);
    }
  }
}
