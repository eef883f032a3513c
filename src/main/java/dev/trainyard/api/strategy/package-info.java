/** Strategies and their back-tests over HTTP. */
package dev.trainyard.api.strategy;
