/** Schedules over HTTP. */
@NullMarked
package dev.trainyard.api.schedule;

import org.jspecify.annotations.NullMarked;
