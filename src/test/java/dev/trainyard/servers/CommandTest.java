package dev.trainyard.servers;

import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {

  @TempDir private Path directory;

  @Test
  void aProgramThatIsStillOpenForWritingStartsWhenItIsClosed() throws Exception {
    Path program =
        Files.copy(
            Path.of("/bin/echo"),
            directory.resolve("unpacked"),
            StandardCopyOption.COPY_ATTRIBUTES);
    FileChannel heldByAnotherChild = FileChannel.open(program, WRITE);
    CompletableFuture<Void> closed =
        CompletableFuture.runAsync(
            () -> close(heldByAnotherChild), CompletableFuture.delayedExecutor(200, MILLISECONDS));

    Command.Result result = Command.of(program.toString(), "ready").run();

    closed.join();
    assertThat(result.succeeded()).isTrue();
    assertThat(result.lastLine()).isEqualTo("ready");
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
