package dev.trainyard.cluster;

import java.util.concurrent.Callable;
import org.apache.ignite.Ignite;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.jspecify.annotations.Nullable;

/**
 * A slice on its way to a member, where the server of slices answers it. Not a record: Ignite
 * cannot marshal those.
 */
final class SliceTask implements IgniteCallable<byte[]> {
  /** Under which a member keeps its server among the local values of its node. */
  static final String SERVER = "trainyard-slices";

  /** Slices that a member takes for each of its threads. */
  static final int PLACES = 2;

  private static final long serialVersionUID = 1;

  private final byte[] slice;
  private final @Nullable String trace;

  /** The node that runs the task, which puts itself here. */
  @IgniteInstanceResource private transient @Nullable Ignite ignite;

  SliceTask(byte[] slice, @Nullable String trace) {
    this.slice = slice;
    this.trace = trace;
  }

  /** What answers slices. */
  interface Server {
    /** Returns how many slices it evaluates at once. */
    int threads();

    /**
     * Answers a slice.
     *
     * @param trace {@code traceparent} of the work that it belongs to; null without a trace
     */
    byte[] answer(byte[] slice, @Nullable String trace) throws InterruptedException;

    /** Called every few seconds, for what is to be forgotten after a time. */
    void forgetUnused();
  }

  @Override
  public byte[] call() throws Exception {
    Ignite here = ignite;
    if (here == null) {
      throw new IllegalStateException("a task that no node runs");
    }
    Object server = here.cluster().nodeLocalMap().get(SERVER);
    if (!(server instanceof Server answers)) {
      throw new IllegalStateException("this member answers no slices yet");
    }
    Callable<byte[]> answer = () -> answers.answer(slice, trace);
    return answer.call();
  }
}
