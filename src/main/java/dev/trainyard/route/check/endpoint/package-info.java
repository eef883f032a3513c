/** Endpoints that are made and never started, and what such an endpoint lacks for a message. */
package dev.trainyard.route.check.endpoint;
