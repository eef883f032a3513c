/**
 * What storing and reading candles takes, in turns with another build of the service. Each build
 * runs in a process of its own, with its own classes, and both use one PostgreSQL.
 */
package dev.trainyard.bench.candles;
