/**
 * The built-in strategies, with the price levels and patterns that they look for. A further one is
 * a class here, a file in {@code config/strategies} and a page in the docs.
 */
@NullMarked
package dev.trainyard.strategy.builtin;

import org.jspecify.annotations.NullMarked;
