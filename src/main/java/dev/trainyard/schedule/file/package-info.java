/** The schedules in {@code config/schedules}, with the place of each mistake. */
@NullMarked
package dev.trainyard.schedule.file;

import org.jspecify.annotations.NullMarked;
