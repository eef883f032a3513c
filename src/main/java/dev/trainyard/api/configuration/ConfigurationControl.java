package dev.trainyard.api.configuration;

import dev.trainyard.access.Caller;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.operate.Activation;
import dev.trainyard.operate.ConfigurationOperations;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What HTTP clients do to trained configurations. */
@Component("configurationControl")
public class ConfigurationControl {
  private static final String ID = "config_id";

  private final ConfigurationOperations operations;

  ConfigurationControl(ConfigurationOperations operations) {
    this.operations = operations;
  }

  /** Lets trading systems use a configuration; says what speaks against it. */
  public Activation activate(
      @Header(ID) String configId, @Header(Caller.HEADER) @Nullable String caller) {
    return operations.setActive(Caller.of(caller), RequestParameters.id(ID, configId), true);
  }

  /** Takes a configuration away from trading systems. */
  public Activation deactivate(
      @Header(ID) String configId, @Header(Caller.HEADER) @Nullable String caller) {
    return operations.setActive(Caller.of(caller), RequestParameters.id(ID, configId), false);
  }

  /** Deletes a configuration; its job stays. */
  public void delete(@Header(ID) String configId, @Header(Caller.HEADER) @Nullable String caller) {
    operations.delete(Caller.of(caller), RequestParameters.id(ID, configId));
  }
}
