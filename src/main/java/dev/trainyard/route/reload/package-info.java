/**
 * Brings edited files into a running service: watches them, has them checked, and swaps what has
 * changed while nothing is on its way through it. What makes a file right or wrong does not belong
 * here.
 */
package dev.trainyard.route.reload;
