/** Reads the YAML files in {@code config/strategies}, with the place of each mistake. */
@NullMarked
package dev.trainyard.strategy.file;

import org.jspecify.annotations.NullMarked;
