/**
 * What people do to jobs, dead letters, the queue, schedules and configurations, over HTTP and over
 * JMX alike. Each operation is durable in PostgreSQL when it returns, has told Redis and the
 * workers what follows from it, as far as Redis answers, and may be repeated.
 */
@NullMarked
package dev.trainyard.operate;

import org.jspecify.annotations.NullMarked;
