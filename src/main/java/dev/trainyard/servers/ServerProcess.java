package dev.trainyard.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server process, identified by its command line.
 *
 * <p>A recorded process id proves nothing: ids are reused, and a server that was killed in its
 * start has not recorded one yet. A program from our own directory that works on our own files is
 * proof.
 *
 * @param program how the command line begins: the absolute path of the program, or its first part
 * @param files another part of the command line: the absolute path of its files
 */
record ServerProcess(String program, String files) {

  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
  private static final long POLL_MILLIS = 20;

  /** Returns the living processes of this server; more than one only while it starts. */
  List<ProcessHandle> find() {
    return ProcessHandle.allProcesses().filter(this::isOurs).toList();
  }

  /** Completes when the living processes of this server have ended, for whatever reason. */
  CompletableFuture<?> ended() {
    return CompletableFuture.allOf(
        find().stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
  }

  /** Ends a server that a killed service has left behind. */
  void endLeftover(String name, Duration patience) throws IOException {
    for (ProcessHandle process : find()) {
      LOG.info("Stopping {}, process {}, which a killed service left behind", name, process.pid());
      end(process, patience);
    }
  }

  /** Ends the server with SIGTERM, and after the patience with SIGKILL. */
  void end(Duration patience) throws IOException {
    for (ProcessHandle process : find()) {
      end(process, patience);
    }
  }

  private void end(ProcessHandle process, Duration patience) throws IOException {
    process.destroy();
    if (!ended(process, patience)) {
      process.destroyForcibly();
      if (!ended(process, patience)) {
        throw new IOException("process " + process.pid() + " cannot be ended");
      }
    }
  }

  /**
   * Waits until a process has ended. The JDK's own check slows down to every 5 s for a process that
   * is not its child.
   */
  private boolean ended(ProcessHandle process, Duration patience) throws IOException {
    long begin = System.nanoTime();
    try {
      while (isOurs(process)) {
        if (System.nanoTime() - begin > patience.toNanos()) {
          return false;
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while process " + process.pid() + " ended", e);
    }
  }

  private boolean isOurs(ProcessHandle process) {
    String commandLine = commandLine(process);
    return commandLine.startsWith(program) && commandLine.contains(files);
  }

  /**
   * Returns the command line; empty for a process that has ended and was not yet waited for by its
   * parent (a zombie).
   */
  private static String commandLine(ProcessHandle process) {
    Path linux = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try {
      return Files.readString(linux, UTF_8).replace('\0', ' ');
    } catch (IOException notLinuxOrEnded) {
      return process.info().commandLine().orElse("");
    }
  }
}
