package dev.trainyard.bench.peers;

import dev.trainyard.bench.queue.Peer;
import java.util.List;

/** The queues that the service is compared with. */
public final class Peers implements Peer.Catalog {
  @Override
  public List<Peer> peers() {
    return List.of(
        new DbScheduler("db-scheduler, fetch", false),
        new DbScheduler("db-scheduler, lock-and-fetch", true),
        new JobRunrQueue());
  }
}
