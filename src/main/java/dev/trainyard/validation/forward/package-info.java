/** A trained configuration on candles after its training, and the test whether it has decayed. */
@NullMarked
package dev.trainyard.validation.forward;

import org.jspecify.annotations.NullMarked;
