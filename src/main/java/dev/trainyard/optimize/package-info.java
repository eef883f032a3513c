/**
 * The search for parameters: samplers that suggest, studies that remember, a runner that evaluates
 * trials on threads with the same outcome on any number of them. Everything is a function of the
 * seed and the trials told so far, so a study continues from its stored trials bit for bit. Money
 * rules belong to {@code backtest}, judgement of the winner to {@code validation}, storage and
 * threads' lifetimes to the caller.
 */
package dev.trainyard.optimize;
