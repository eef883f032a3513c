package dev.trainyard.queue;

import dev.trainyard.queue.redis.ControlChannel;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.queue.slot.SlotHeap;
import dev.trainyard.queue.slot.SlotServices;

/**
 * What the queue works with.
 *
 * @param slots what the slots of this process work with
 * @param readySet the hints in Redis
 * @param control tells of cancelled jobs and a paused queue
 * @param heap what the slots share
 */
public record QueueServices(
    SlotServices slots, ReadySet readySet, ControlChannel control, SlotHeap heap) {}
