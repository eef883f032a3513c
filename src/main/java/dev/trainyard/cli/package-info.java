/**
 * The commands of the jar beside the service: {@code check} and {@code schema}. None of them opens
 * a connection.
 */
package dev.trainyard.cli;
