/**
 * The routes of this process as a graph: their steps, what they call, and how both get on. It is
 * made of Camel's model and figures; the files say only where something is written.
 */
@NullMarked
package dev.trainyard.route.graph;

import org.jspecify.annotations.NullMarked;
