package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.job.worker.WorkerRegistry;
import dev.trainyard.queue.redis.ControlChannel;
import dev.trainyard.queue.redis.JobEvents;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.trace.JobSpans;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;

/**
 * What the queue works with.
 *
 * @param store transitions
 * @param heartbeats the store on a connection that nothing but the heartbeat uses
 * @param claims the store on a connection that nothing but the fetcher uses
 * @param readySet the hints in Redis
 * @param control tells of cancelled jobs and a paused queue
 * @param events told of jobs that begin and end here
 * @param spans a trace for each attempt
 * @param publisher told the facts of {@link dev.trainyard.job.event}
 * @param registry the list of workers, on the connection of the heartbeats
 * @param settings lease and heartbeat
 * @param stuck the threads that ignore their interrupt
 * @param heap what the slots share
 * @param clock this process's clock, for intervals alone
 * @param endProcess ends this process, for its supervisor to start it again
 */
public record QueueServices(
    JobStore store,
    JobStore heartbeats,
    JobStore claims,
    ReadySet readySet,
    ControlChannel control,
    JobEvents events,
    JobSpans spans,
    ApplicationEventPublisher publisher,
    WorkerRegistry registry,
    QueueSettings settings,
    StuckThreads stuck,
    SlotHeap heap,
    Clock clock,
    Runnable endProcess) {}
