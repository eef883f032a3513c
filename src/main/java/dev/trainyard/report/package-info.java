/**
 * The report of a trained configuration for people: one HTML page without scripts or external
 * resources, which can be mailed, printed and read in dark mode. It only shows given figures and
 * computes none; it omits what a configuration lacks.
 */
@NullMarked
package dev.trainyard.report;

import org.jspecify.annotations.NullMarked;
