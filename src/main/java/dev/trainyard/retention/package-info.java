/**
 * How long what grows is kept, and the pace at which the rest is removed: in short transactions,
 * one process at a time, with rests between them. The stores know which rows; this package names no
 * table.
 */
@NullMarked
package dev.trainyard.retention;

import org.jspecify.annotations.NullMarked;
