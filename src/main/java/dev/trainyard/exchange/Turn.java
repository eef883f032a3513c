package dev.trainyard.exchange;

import java.time.Duration;

/**
 * The right to send one request to an exchange.
 *
 * @param slot the slot of its limit that the request takes
 * @param pause how long to wait before it is sent, from when the turn was taken
 */
public record Turn(int slot, Duration pause) {}
