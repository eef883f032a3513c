/**
 * Trials and their evaluation: objective, constraints, back-test, random numbers. Money rules
 * belong to {@code backtest}, the judgement of the winner to {@code validation}.
 */
@NullMarked
package dev.trainyard.optimize;

import org.jspecify.annotations.NullMarked;
