/** The same work again while a client waits: back-tests and reports of stored configurations. */
package dev.trainyard.pipeline.rerun;
