package dev.trainyard.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.job.worker.WorkerIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A member without a service. It prints the number of members that it has found, and what the
 * others answer to a slice, until it is killed.
 */
public final class MemberProgram {
  private MemberProgram() {}

  /**
   * Runs a member: its name, the first port, its key store, trust store and password, and a
   * directory where members tell where they are.
   */
  public static void main(String[] arguments) throws Exception {
    String name = arguments[0];
    Path places = Path.of(arguments[5]);
    ClusterSettings settings =
        new ClusterSettings(
            true,
            "127.0.0.1",
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[6]),
            List.of(),
            Duration.ZERO,
            new ClusterSettings.Tls(arguments[2], arguments[3], arguments[4]));
    SliceTask.Server server =
        new SliceTask.Server() {
          @Override
          public int threads() {
            return 1;
          }

          @Override
          public byte[] answer(byte[] slice, @Nullable String trace) {
            return (new String(slice, UTF_8) + " answered by " + name).getBytes(UTF_8);
          }

          @Override
          public void forgetUnused() {}
        };
    Membership membership =
        new Membership(
            settings,
            server,
            new WorkerIdentity(name, "host", 1, "test"),
            () -> living(places),
            Duration.ofSeconds(4),
            true);
    membership.start();
    System.out.println("joined with " + membership.others().size() + " others");
    Files.writeString(places.resolve(name), membership.address().orElseThrow());
    while (true) {
      for (Members.Member other : membership.others()) {
        try {
          byte[] answer = membership.ask(other.id(), ("slice of " + name).getBytes(UTF_8), null);
          System.out.println(new String(answer, UTF_8));
        } catch (Members.LostException e) {
          // It has joined and answers in a moment, or it is gone
          System.out.println("no answer of " + other.worker());
        }
      }
      Thread.sleep(200);
    }
  }

  /** Returns where members are; nothing while the file {@code hidden} is there. */
  private static SortedMap<String, String> living(Path places) {
    SortedMap<String, String> living = new TreeMap<>();
    if (Files.exists(places.resolve("hidden"))) {
      return living;
    }
    try (Stream<Path> files = Files.list(places)) {
      for (Path file : files.toList()) {
        String address = Files.readString(file);
        if (!address.isEmpty()) {
          living.put(file.getFileName().toString(), address);
        }
      }
      return living;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
