/**
 * The files that users edit: where they are, what they hold at one moment, and how two moments
 * differ.
 */
package dev.trainyard.files;
