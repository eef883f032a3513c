/**
 * Judges the winner of a search on candles that the search has not seen. The validator fixes the
 * order of the steps; each step has a package. A figure that cannot be computed is absent, never a
 * placeholder. Nothing here changes the winner's parameters or depends on the service.
 */
@NullMarked
package dev.trainyard.validation;

import org.jspecify.annotations.NullMarked;
