/**
 * The files that users edit: where they are, what they hold at one moment, how two moments differ,
 * and a problem with its place.
 */
package dev.trainyard.files;
