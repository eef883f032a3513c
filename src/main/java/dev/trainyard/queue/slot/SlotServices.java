package dev.trainyard.queue.slot;

import java.time.Clock;
import java.time.Duration;

/**
 * The services that the slots of this process use. Each role has its own type, so that none can be
 * mistaken for another.
 *
 * @param attempts outcomes of attempts, on shared connections
 * @param heartbeats heartbeats, on a connection that nothing else uses
 * @param claims due jobs, on a connection that only the fetcher uses
 * @param hints ids of jobs that may be due
 * @param observer observes the attempts
 * @param heartbeat interval at which leases are renewed
 * @param stuck threads that ignore their interrupt
 * @param clock this process's clock, only for intervals
 * @param timing how threads wait
 * @param endProcess ends this process, so that its supervisor restarts it
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
