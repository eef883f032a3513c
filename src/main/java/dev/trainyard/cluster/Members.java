package dev.trainyard.cluster;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The other workers of the cluster. */
interface Members {

  /**
   * Another process that evaluates slices.
   *
   * @param id of its node, new after each start
   * @param worker id of the worker
   * @param threads slices that it evaluates at once
   */
  record Member(UUID id, String worker, int threads) {

    /** Returns how many slices it takes at once, half of which wait for a thread. */
    int slices() {
      return SliceTask.PLACES * threads;
    }
  }

  /** A member has not answered: it is gone, or this process is not a member now. */
  final class LostException extends Exception {
    private static final long serialVersionUID = 1;

    LostException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Returns the other members with this engine. */
  List<Member> others();

  /**
   * Has a slice evaluated by a member, and waits for its answer.
   *
   * @param trace {@code traceparent} of the work that it belongs to; null without a trace
   * @throws LostException when there is no answer
   * @throws InterruptedException when the thread is interrupted; the slice is given up
   */
  byte[] ask(UUID member, byte[] slice, @Nullable String trace)
      throws LostException, InterruptedException;
}
