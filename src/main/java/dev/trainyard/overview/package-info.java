/**
 * The service at one moment, as an operator wants to know it: what runs and waits, what has failed,
 * and whether somebody has to look after it.
 */
@NullMarked
package dev.trainyard.overview;

import org.jspecify.annotations.NullMarked;
