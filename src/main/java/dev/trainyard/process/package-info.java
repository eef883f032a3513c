/**
 * How this process ends: signals, the servers that it owns, memory that has run out, errors that
 * nobody caught.
 */
package dev.trainyard.process;
