/**
 * The files that users edit: where they are, what they contain at one moment, and how two moments
 * differ.
 */
@NullMarked
package dev.trainyard.files;

import org.jspecify.annotations.NullMarked;
