/**
 * The strategies that a process knows: built in, or provided by jars in {@code plugins}, each
 * joined with its file. What a plug-in throws is reported with the name of its jar.
 */
@NullMarked
package dev.trainyard.strategy.catalog;

import org.jspecify.annotations.NullMarked;
