package dev.trainyard.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.startup.StartupRefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the embedded PostgreSQL: a database cluster that is complete or does not exist.
 *
 * <p>{@code initdb} works in a directory beside the final one, which gets its name in one step at
 * the end. A crash in the middle leaves only a directory that can be removed, and a cluster under
 * the final name is never touched.
 *
 * @param directory the data directory of PostgreSQL
 */
record PostgresCluster(Path directory) {

  static final String SUPERUSER = "trainyard";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
  private static final String STAGING_PREFIX = "postgres-initdb-";
  private static final String PASSWORD_FILE = "trainyard.password";
  private static final Duration INITDB_PATIENCE = Duration.ofSeconds(5);

  /**
   * Creates the cluster if it is missing.
   *
   * @throws StartupRefusedException when the directory contains something else, or a cluster of
   *     another major version
   */
  static PostgresCluster open(Path directory, PostgresBinaries binaries) throws IOException {
    removeHalfMade(parent(directory), binaries);
    PostgresCluster cluster = new PostgresCluster(directory);
    if (isMissing(directory)) {
      cluster.create(binaries);
    } else {
      cluster.requireSameVersion(binaries);
    }
    return cluster;
  }

  /** Returns the password of {@link #SUPERUSER}. */
  String password() throws IOException {
    Path file = directory.resolve(PASSWORD_FILE);
    if (!Files.exists(file)) {
      throw new StartupRefusedException(
          "%s, the password file of the embedded PostgreSQL, is missing. Restore the file, or move %s away to begin with an empty database."
              .formatted(file, directory));
    }
    return Files.readString(file, UTF_8).strip();
  }

  private void create(PostgresBinaries binaries) throws IOException {
    Path staging = PrivateFiles.createUniqueDirectory(parent(directory), STAGING_PREFIX);
    Path staged = staging.resolve("cluster");
    Path password = staging.resolve(PASSWORD_FILE);
    PrivateFiles.write(password, PrivateFiles.newPassword() + "\n");
    Command.Result result =
        Command.ofPostgres(
                binaries.program("initdb"),
                "--pgdata=" + staged,
                "--username=" + SUPERUSER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums")
            .run();
    if (!result.succeeded()) {
      PrivateFiles.delete(staging);
      throw refusal(result);
    }
    Files.move(password, staged.resolve(PASSWORD_FILE));
    Files.move(staged, directory, StandardCopyOption.ATOMIC_MOVE);
    sync(parent(directory));
    PrivateFiles.delete(staging);
    LOG.info("Created an empty database in {}", directory);
  }

  private static StartupRefusedException refusal(Command.Result result) {
    if (result.output().contains("cannot be run as root")) {
      return new StartupRefusedException(
          "PostgreSQL refuses to run as root, and this system grants root no user namespace to avoid it. Start"
              + " Trainyard as another user, or name an external database with DATABASE_URL.");
    }
    return new StartupRefusedException(
        "The embedded PostgreSQL cannot create its database: %s".formatted(result.lastLine()));
  }

  private void requireSameVersion(PostgresBinaries binaries) throws IOException {
    Path versionFile = directory.resolve("PG_VERSION");
    if (!Files.exists(versionFile)) {
      throw new StartupRefusedException(
          "%s contains something that is not a PostgreSQL database. Move it away, or choose another directory with --%s=."
              .formatted(directory, ServerSettings.DATA_DIRECTORY));
    }
    String found = Files.readString(versionFile, UTF_8).strip();
    String program = Command.ofPostgres(binaries.program("postgres"), "--version").run().lastLine();
    if (!program.matches(".*\\) " + found + "\\D.*")) {
      throw new StartupRefusedException(
          ("%s was created by PostgreSQL %s, and this Trainyard contains %s. Move the data over with pg_dump of that version,"
                  + " or choose another directory with --%s=.")
              .formatted(directory, found, program, ServerSettings.DATA_DIRECTORY));
    }
  }

  private static Path parent(Path directory) {
    return Objects.requireNonNull(directory.getParent(), "a cluster lies in a directory");
  }

  private static boolean isMissing(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    try (var content = Files.list(directory)) {
      return content.findAny().isEmpty();
    }
  }

  private static void removeHalfMade(Path parent, PostgresBinaries binaries) throws IOException {
    try (var halfMade = Files.newDirectoryStream(parent, STAGING_PREFIX + "*")) {
      for (Path staging : halfMade) {
        new ServerProcess(binaries.program("initdb").toString(), staging.toString())
            .endLeftover("initdb", INITDB_PATIENCE);
        PrivateFiles.delete(staging);
      }
    }
  }

  /** Makes the new name in the directory durable. */
  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory)) {
      channel.force(true);
    }
  }
}
