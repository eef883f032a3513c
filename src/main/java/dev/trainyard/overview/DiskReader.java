package dev.trainyard.overview;

import dev.trainyard.overview.Overview.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.util.unit.DataSize;

/** Reads how much room there is where the embedded servers keep their data. */
@org.springframework.stereotype.Component
class DiskReader {
  private static final DataSize LITTLE = DataSize.ofGigabytes(2);
  private static final DataSize TOO_LITTLE = DataSize.ofMegabytes(200);

  private final Path directory;

  DiskReader(@Value("${trainyard.data-dir}") Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /** Returns the room; empty when it cannot be told. */
  Optional<Component> read() {
    Path existing = directory;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing == null ? Optional.empty() : of(existing);
  }

  private static Optional<Component> of(Path existing) {
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      @Nullable String status =
          free < TOO_LITTLE.toBytes() ? "DOWN" : free < LITTLE.toBytes() ? "DEGRADED" : null;
      return Optional.of(
          status == null
              ? new Component("disk", "UP", "")
              : new Component(
                  "disk",
                  status,
                  String.format(
                      Locale.ROOT,
                      "%,d MB are left for %s",
                      DataSize.ofBytes(free).toMegabytes(),
                      existing)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
