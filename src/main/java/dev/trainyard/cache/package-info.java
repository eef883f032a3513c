/**
 * Computed answers that are kept in Redis for those who ask again. An answer is found by all that
 * it depends on, so that none is ever wrong; without Redis each is computed. What is computed, and
 * by whom it is asked for, does not belong here.
 */
@NullMarked
package dev.trainyard.cache;

import org.jspecify.annotations.NullMarked;
