package dev.trainyard.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class WriteFailureTest {
  private static final String PATH = "routes/api/queue.camel.yaml";

  @Test
  void eachReasonSaysWhatToDo() {
    assertThat(words(new AccessDeniedException("/home/routes/api/.trainyard-1")))
        .contains("may not write in routes/api", "let its user do so");
    assertThat(words(new FileSystemException("/x", null, "Read-only file system")))
        .contains("the file system of routes/api is read-only");
    assertThat(words(new NoSuchFileException("/x"))).contains("routes/api is gone");
    assertThat(words(new FileSystemException("/x", null, "No space left on device")))
        .contains(PATH + " cannot be written: No space left on device");
  }

  private static String words(IOException failure) {
    String words = WriteFailure.words(PATH, failure);
    assertThat(words).startsWith("nothing was written: ");
    return words;
  }
}
