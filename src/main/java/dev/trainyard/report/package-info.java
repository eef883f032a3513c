/**
 * The report of a trained configuration for people: one HTML page without scripts or external
 * resources, to be mailed, printed and read in a dark room. It only shows what it is given; it
 * computes no figure, and what a configuration lacks is left out.
 */
@NullMarked
package dev.trainyard.report;

import org.jspecify.annotations.NullMarked;
