/**
 * Trained configurations as they are stored, listed, activated and deleted. How one comes about is
 * told in {@code pipeline}.
 */
@NullMarked
package dev.trainyard.configuration;

import org.jspecify.annotations.NullMarked;
