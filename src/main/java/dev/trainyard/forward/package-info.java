/**
 * Follows active configurations on candles after their training, and tells when one has decayed.
 */
@NullMarked
package dev.trainyard.forward;

import org.jspecify.annotations.NullMarked;
