/**
 * Reads JSON bodies by their schema: exact numbers, times, all errors of a body at once. It knows
 * no field of any request.
 */
@NullMarked
package dev.trainyard.json;

import org.jspecify.annotations.NullMarked;
