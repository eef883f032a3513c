/** Trained configurations and their reports over HTTP. */
package dev.trainyard.api.configuration;
