package dev.trainyard.queue.slot;

import org.springframework.stereotype.Component;

/** How the heap of this process is shared among its slots. */
@Component
public final class SlotHeap {
  /** Bytes. */
  public static final long MEGABYTE = 1024 * 1024;

  /** The service itself, without a job. */
  private static final long BASE = 96 * MEGABYTE;

  /** What a small job takes: with less, each would be refused for good. */
  private static final long LEAST = 32 * MEGABYTE;

  private final long forJobs;

  SlotHeap() {
    this(Runtime.getRuntime().maxMemory());
  }

  /**
   * Of a process.
   *
   * @param heap most bytes of heap, as of {@code -Xmx}
   */
  public SlotHeap(long heap) {
    this.forJobs = Math.max(0, heap - BASE);
  }

  /** Bytes for each of some slots; below 1 counts as 1. */
  public long share(int slots) {
    return forJobs / Math.max(1, slots);
  }

  /**
   * Passes a number of slots with which each has enough for a small job.
   *
   * @throws IllegalArgumentException when it is more than that
   */
  public void require(int slots) {
    if (slots > most()) {
      throw new IllegalArgumentException(
          "%d slots would leave %d MB of heap for each, too little for a job: at most %d, or more heap (-Xmx)"
              .formatted(slots, share(slots) / MEGABYTE, most()));
    }
  }

  /** Slots with which each has enough for a small job; 1 at least. */
  public int most() {
    return (int) Math.max(1, forJobs / LEAST);
  }
}
