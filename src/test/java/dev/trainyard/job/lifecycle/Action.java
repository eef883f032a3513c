package dev.trainyard.job.lifecycle;

/** Actions of a worker, a user or the reconciler on a job, with their relative frequency. */
enum Action {
  SUBMIT(2, false),
  SUBMIT_BATCH(2, false),
  CLAIM_LISTED(6, false),
  CLAIM_DUE(2, false),
  CLAIM_SUSPECT(2, false),
  HEARTBEAT(2, true),
  ADD_TRIALS(4, true),
  COMPLETE(2, true),
  COMPLETE_TOGETHER(2, true),
  FAIL(2, true),
  RETRY(2, true),
  RELEASE(2, true),
  CANCEL(1, false),
  CANCEL_BATCH(2, false),
  RETRY_ENDED(2, false),
  REPLAY(4, false),
  REPLAY_ALL(4, false),
  LOSE_WORKER(2, false),
  LOSE_LAST_WORKER(1, false),
  PASS_DEADLINE(2, false);

  private final int weight;
  private final boolean byWorker;

  Action(int weight, boolean byWorker) {
    this.weight = weight;
    this.byWorker = byWorker;
  }

  int weight() {
    return weight;
  }

  /** Returns whether the action names a lease, which may be stale. */
  boolean isByWorker() {
    return byWorker;
  }
}
