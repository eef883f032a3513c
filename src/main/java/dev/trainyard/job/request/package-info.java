/**
 * Training requests: their fields and defaults, and the checks that refuse a request that is
 * certain to fail.
 */
@NullMarked
package dev.trainyard.job.request;

import org.jspecify.annotations.NullMarked;
