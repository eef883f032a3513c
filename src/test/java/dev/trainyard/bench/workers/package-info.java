/**
 * Many workers in one process, each with connections of its own, on servers as operators run them.
 */
package dev.trainyard.bench.workers;
