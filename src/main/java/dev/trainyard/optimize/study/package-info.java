/**
 * A search from its first to its last trial: its memory, its sampler, and its trials on threads,
 * with the same outcome on any number of threads. A study continues from its stored trials bit for
 * bit. The caller owns storage and threads.
 */
@NullMarked
package dev.trainyard.optimize.study;

import org.jspecify.annotations.NullMarked;
