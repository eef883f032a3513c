/**
 * Trained configurations: how they are stored, listed, activated and deleted. The package {@code
 * pipeline} creates them.
 */
@NullMarked
package dev.trainyard.configuration;

import org.jspecify.annotations.NullMarked;
