package dev.trainyard.validation.walkforward;

import java.time.Instant;

/**
 * One point of an equity curve.
 *
 * @param time open time of the candle at whose close the equity was taken
 * @param equity equity as a multiple of the initial capital
 */
public record CurvePoint(Instant time, double equity) {}
