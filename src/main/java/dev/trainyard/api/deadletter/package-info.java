/** Dead letters over HTTP. */
package dev.trainyard.api.deadletter;
