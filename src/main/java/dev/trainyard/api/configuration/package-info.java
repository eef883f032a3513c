/** Trained configurations and their reports over HTTP. */
@NullMarked
package dev.trainyard.api.configuration;

import org.jspecify.annotations.NullMarked;
