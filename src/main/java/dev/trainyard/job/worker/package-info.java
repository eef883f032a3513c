/** The workers that have reported themselves lately. */
package dev.trainyard.job.worker;
