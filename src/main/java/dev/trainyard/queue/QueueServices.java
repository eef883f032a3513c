package dev.trainyard.queue;

import dev.trainyard.queue.redis.ControlChannel;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.queue.slot.SlotHeap;
import dev.trainyard.queue.slot.SlotServices;

/**
 * The services that the queue uses.
 *
 * @param slots services of the slots of this process
 * @param readySet the hints in Redis
 * @param control reports cancelled jobs and a paused queue
 * @param heap heap that the slots share
 */
public record QueueServices(
    SlotServices slots, ReadySet readySet, ControlChannel control, SlotHeap heap) {}
