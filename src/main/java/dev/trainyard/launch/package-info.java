/**
 * Finds the classes of the service in its jar, fast. It is gone from the stack before the service
 * starts, and knows nothing of it: what the service does belongs elsewhere.
 */
@NullMarked
package dev.trainyard.launch;

import org.jspecify.annotations.NullMarked;
