/**
 * The strategies that a process knows: built in, or brought by jars in {@code plugins}, each joined
 * with its file. What a plug-in throws is told with the name of its jar.
 */
package dev.trainyard.strategy.catalog;
