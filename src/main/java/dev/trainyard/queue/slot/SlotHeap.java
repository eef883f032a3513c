package dev.trainyard.queue.slot;

import org.springframework.stereotype.Component;

/** Divides the heap of this process among its slots. */
@Component
public final class SlotHeap {
  /** Bytes of a megabyte. */
  public static final long MEGABYTE = 1024 * 1024;

  /** Bytes that the service takes without a job. */
  private static final long BASE = 96 * MEGABYTE;

  /** Bytes that a small job takes; with less, every job would be refused for good. */
  private static final long MIN_SHARE = 32 * MEGABYTE;

  private final long forJobs;

  SlotHeap() {
    this(Runtime.getRuntime().maxMemory());
  }

  /**
   * Creates the division of a heap.
   *
   * @param heap largest size of the heap, bytes, as set by {@code -Xmx}
   */
  public SlotHeap(long heap) {
    this.forJobs = Math.max(0, heap - BASE);
  }

  /** Returns the bytes for each slot; a number of slots below 1 counts as 1. */
  public long share(int slots) {
    return forJobs / Math.max(1, slots);
  }

  /**
   * Checks that each slot has enough heap for a small job.
   *
   * @throws IllegalArgumentException when there are too many slots
   */
  public void require(int slots) {
    if (slots > most()) {
      throw new IllegalArgumentException(
          "%d slots would leave %d MB of heap for each, too little for a job: at most %d, or more heap (-Xmx)"
              .formatted(slots, share(slots) / MEGABYTE, most()));
    }
  }

  /** Returns the most slots with enough heap each for a small job, at least 1. */
  public int most() {
    return (int) Math.max(1, forJobs / MIN_SHARE);
  }
}
