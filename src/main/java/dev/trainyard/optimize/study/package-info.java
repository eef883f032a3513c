/**
 * A search from its first to its last trial: it remembers, chooses the sampler and runs trials on
 * threads with the same outcome on any number of them. A study continues from its stored trials bit
 * for bit; storage and the lifetime of threads are the caller's.
 */
@NullMarked
package dev.trainyard.optimize.study;

import org.jspecify.annotations.NullMarked;
