/**
 * What the parts of the HTTP API share. Requests are read here, answered in words that say what is
 * wrong with them, and handed on; no SQL, no trading logic.
 */
@NullMarked
package dev.trainyard.api;

import org.jspecify.annotations.NullMarked;
