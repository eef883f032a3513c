package dev.trainyard.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.job.worker.WorkerIdentity;
import java.time.Duration;
import java.util.List;
import org.apache.ignite.IgniteException;

/**
 * A member without a service. It prints the number of members that it has found, and what the
 * others answer to a slice, until it is killed.
 */
public final class MemberProgram {
  private MemberProgram() {}

  /** Runs a member: its name, the first port, and its key store, trust store and password. */
  public static void main(String[] arguments) throws InterruptedException {
    String name = arguments[0];
    ClusterSettings settings =
        new ClusterSettings(
            true,
            "127.0.0.1",
            Integer.parseInt(arguments[1]),
            20,
            List.of("127.0.0.1"),
            Duration.ZERO,
            new ClusterSettings.Tls(arguments[2], arguments[3], arguments[4]));
    SliceTask.Server server =
        new SliceTask.Server() {
          @Override
          public int threads() {
            return 1;
          }

          @Override
          public byte[] answer(byte[] slice) {
            return (new String(slice, UTF_8) + " answered by " + name).getBytes(UTF_8);
          }

          @Override
          public void forgetUnused() {}
        };
    Membership membership =
        new Membership(settings, server, new WorkerIdentity(name, "host", 1, "test"), true);
    membership.start();
    System.out.println("joined with " + membership.others().size() + " others");
    while (true) {
      for (Membership.Member other : membership.others()) {
        try {
          byte[] answer = membership.send(other, ("slice of " + name).getBytes(UTF_8)).get();
          System.out.println(new String(answer, UTF_8));
        } catch (IgniteException e) {
          // It has joined and answers in a moment, or it is gone
          System.out.println("no answer of " + other.worker());
        }
      }
      Thread.sleep(200);
    }
  }
}
