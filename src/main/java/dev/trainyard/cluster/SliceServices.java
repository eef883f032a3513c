package dev.trainyard.cluster;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * What the component of the slices works with.
 *
 * @param others the other members; without one when this process is none
 * @param offered slices that others offer to this process
 * @param codec writes and reads what goes between members
 */
@Component
record SliceServices(ObjectProvider<Members> others, OfferedSlices offered, SliceCodec codec) {}
