/**
 * Measures the queue: the whole service with its embedded servers, whose route completes each job
 * at once, and in the same run other queues and bare statements on the same PostgreSQL. No test
 * belongs here.
 */
package dev.trainyard.bench.queue;
