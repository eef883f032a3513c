/**
 * Callbacks: signed messages to receivers about the end of jobs. Here are their events, settings,
 * views and replay; jobs are known by their ids alone.
 */
@NullMarked
package dev.trainyard.callback;

import org.jspecify.annotations.NullMarked;
