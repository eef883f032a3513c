package dev.trainyard.support;

import dev.trainyard.job.lifecycle.ClaimedJob;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;

/** A step that a test adds to a route: it uses up the heap for jobs of one seed. */
public class HeapEater {
  public static final long SEED = 666;
  private static final int CHUNK = 256 * 1024;

  /** Lets other jobs pass. */
  @SuppressWarnings("ModifiedButNotUsed")
  public void eat(@Body ClaimedJob job) {
    List<byte[]> eaten = new ArrayList<>();
    while (job.request().search().seed() == SEED) {
      eaten.add(new byte[CHUNK]);
    }
  }
}
