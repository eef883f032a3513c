package dev.trainyard.servers;

import dev.trainyard.startup.StartupRefusedException;
import javax.sql.DataSource;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database of the service for a command that needs nothing else: the one that the settings
 * name, or the embedded one, which is started for the command unless a running service has it.
 */
public final class ServiceDatabase implements AutoCloseable {
  private final DatabaseAddress address;
  private final EmbeddedServers servers;

  private ServiceDatabase(DatabaseAddress address, EmbeddedServers servers) {
    this.address = address;
    this.servers = servers;
  }

  /**
   * Connects as the settings say.
   *
   * @throws StartupRefusedException when that cannot work, in one sentence for the user
   */
  public static ServiceDatabase open(Environment environment) {
    ServerSettings settings = ServerSettings.from(environment);
    EmbeddedServers servers = new EmbeddedServers(() -> {});
    if (settings.database().isPresent()) {
      DatabaseCheck.verify(settings.database().get());
      return new ServiceDatabase(PoolerCheck.fit(settings.database().get()), servers);
    }
    try {
      servers.start(settings.dataDirectory(), true, false);
      return new ServiceDatabase(PoolerCheck.direct(servers.database()), servers);
    } catch (DataDirectory.InUseException refused) {
      return new ServiceDatabase(
          // None when it is just starting or stopping
          PostgresServer.running(settings.dataDirectory())
              .map(PoolerCheck::direct)
              .orElseThrow(() -> refused),
          servers);
    }
  }

  /**
   * Connects as the user that may change the schema: that of {@code MIGRATE_DATABASE_URL}, or else
   * the user of the service.
   *
   * @throws StartupRefusedException when that cannot work, in one sentence for the user
   */
  public static ServiceDatabase openForMigrations(Environment environment) {
    DatabaseAddress owner = ServerSettings.migrations(environment).orElse(null);
    if (owner == null) {
      return open(environment);
    }
    DatabaseCheck.verify(owner);
    return new ServiceDatabase(PoolerCheck.fit(owner), new EmbeddedServers(() -> {}));
  }

  /** New connections to it. */
  public DataSource dataSource() {
    return new DriverManagerDataSource(address.jdbcUrl(), address.username(), address.password());
  }

  /** Stops what was started for the command. */
  @Override
  public void close() {
    servers.close();
  }
}
