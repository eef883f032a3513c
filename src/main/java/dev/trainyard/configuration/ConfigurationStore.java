package dev.trainyard.configuration;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Activates and deletes trained configurations, each by one statement that may be repeated. */
@Repository
public class ConfigurationStore {
  private final JdbcClient jdbc;

  ConfigurationStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Sets whether trading systems are to use a configuration.
   *
   * @return false when no configuration has that id
   */
  public boolean setActive(UUID id, boolean active, String by) {
    return jdbc.sql(
                "UPDATE trained_configurations SET is_active = :active, activated_by = :by WHERE id = :id")
            .param("active", active)
            .param("by", active ? by : null)
            .param("id", id)
            .update()
        == 1;
  }

  /**
   * Deletes a configuration; its job stays.
   *
   * @return false when no configuration has that id
   */
  public boolean delete(UUID id) {
    return jdbc.sql("DELETE FROM trained_configurations WHERE id = :id").param("id", id).update()
        == 1;
  }
}
