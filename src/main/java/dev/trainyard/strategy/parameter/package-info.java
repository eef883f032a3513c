/**
 * Values and bounds of parameters as requests and stored rows write them: reading, narrowing, JSON.
 */
package dev.trainyard.strategy.parameter;
