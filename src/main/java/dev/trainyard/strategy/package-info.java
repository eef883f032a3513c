/**
 * Trading strategies: a parameter space and a pure function from candles and parameters to signals.
 * A signal at a bar depends on that bar and earlier ones only. Fills, money and the search for
 * parameters do not belong here, nor does any framework.
 */
package dev.trainyard.strategy;
