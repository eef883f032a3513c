/**
 * Fetches candles from exchanges: which are missing, page by page, with every page on record before
 * the next is asked for, so that a fetch goes on where it stopped, in whichever process.
 */
@NullMarked
package dev.trainyard.fetch;

import org.jspecify.annotations.NullMarked;
