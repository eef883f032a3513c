package dev.trainyard.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.startup.StartupRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database of the service for a command that needs nothing else: the one that the settings
 * name, or the embedded one, which is started for the command unless a running service has it.
 */
public final class ServiceDatabase implements AutoCloseable {
  /** The line of {@code postmaster.pid} that holds the port, from 0. */
  private static final int PORT_LINE = 3;

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
      return new ServiceDatabase(ofRunningService(settings.dataDirectory(), refused), servers);
    }
  }

  /** Where the embedded database of the service that holds the data directory listens. */
  private static DatabaseAddress ofRunningService(Path data, DataDirectory.InUseException refused) {
    PostgresCluster cluster = new PostgresCluster(data.toAbsolutePath().resolve("postgres"));
    Path postmaster = cluster.directory().resolve("postmaster.pid");
    try {
      List<String> lines = Files.readAllLines(postmaster, UTF_8);
      return PoolerCheck.direct(
          PostgresServer.address(
              Integer.parseInt(lines.get(PORT_LINE).strip()),
              PostgresServer.DATABASE,
              cluster.password()));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      // It is just starting or stopping
      refused.addSuppressed(e);
      throw refused;
    }
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
