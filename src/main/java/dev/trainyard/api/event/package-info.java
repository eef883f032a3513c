/**
 * Streams of events over HTTP (Server-Sent Events): who may open one, the connection that holds no
 * thread, and when it ends. What is sent comes from {@code job/stream}.
 */
@NullMarked
package dev.trainyard.api.event;

import org.jspecify.annotations.NullMarked;
