/**
 * Values and bounds of parameters as requests and stored rows write them: reading, narrowing, JSON.
 */
@NullMarked
package dev.trainyard.strategy.parameter;

import org.jspecify.annotations.NullMarked;
