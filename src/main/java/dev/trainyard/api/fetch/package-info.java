/** Fetches of candles over HTTP. */
@NullMarked
package dev.trainyard.api.fetch;

import org.jspecify.annotations.NullMarked;
