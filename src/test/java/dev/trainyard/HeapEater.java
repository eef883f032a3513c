package dev.trainyard;

import dev.trainyard.job.ClaimedJob;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;

/** A step that a test adds to a route: it uses up the heap for jobs of one seed. */
public class HeapEater {
  static final long SEED = 666;
  private static final int CHUNK = 256 * 1024;

  private final List<byte[]> eaten = new ArrayList<>();

  /** Lets other jobs pass. */
  public void eat(@Body ClaimedJob job) {
    while (job.request().seed() == SEED) {
      eaten.add(new byte[CHUNK]);
    }
  }
}
