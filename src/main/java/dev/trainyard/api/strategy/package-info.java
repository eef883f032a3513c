/** Strategies and their back-tests over HTTP. */
@NullMarked
package dev.trainyard.api.strategy;

import org.jspecify.annotations.NullMarked;
