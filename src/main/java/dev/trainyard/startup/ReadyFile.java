package dev.trainyard.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The file by which the launcher learns that a start succeeded. It appears, with the time, once the
 * service is ready, and stays at the end: what a refused start has left is of no use to the next.
 */
@Component
@ConditionalOnProperty("trainyard.launcher.ready-file")
class ReadyFile {
  private static final Logger LOG = LoggerFactory.getLogger(ReadyFile.class);

  private final Path file;
  private final Clock clock;

  ReadyFile(@Value("${trainyard.launcher.ready-file}") Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  @EventListener
  void write(ApplicationReadyEvent ready) {
    try {
      Files.writeString(file, clock.instant() + "\n");
    } catch (IOException e) {
      LOG.warn(
          "The service is ready, but trainyard.launcher.ready-file cannot be written: {}",
          e.toString());
    }
  }
}
