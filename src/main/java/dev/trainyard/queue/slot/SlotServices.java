package dev.trainyard.queue.slot;

import java.time.Clock;
import java.time.Duration;

/**
 * What the slots of this process work with. Each role has a type of its own, so that none can stand
 * in the place of another.
 *
 * @param attempts outcomes of attempts, on the connections of all
 * @param heartbeats signs of life, on a connection that nothing else uses
 * @param claims due jobs, on a connection that nothing but the fetcher uses
 * @param hints ids of jobs that may be due
 * @param observer told of the attempts
 * @param heartbeat interval at which leases are renewed
 * @param stuck the threads that ignore their interrupt
 * @param clock this process's clock, for intervals alone
 * @param timing how threads wait
 * @param endProcess ends this process, for its supervisor to start it again
 */
public record SlotServices(
    AttemptStore attempts,
    HeartbeatStore heartbeats,
    ClaimStore claims,
    Hints hints,
    AttemptObserver observer,
    Duration heartbeat,
    StuckThreads stuck,
    Clock clock,
    Timing timing,
    Runnable endProcess) {}
