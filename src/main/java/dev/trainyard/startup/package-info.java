/**
 * What decides whether this process may start, how a refusal reaches the person who started it, and
 * how the process ends.
 *
 * <p>Here live the role of the process, the exception for a start that cannot work, the code that
 * turns any analysed failure into one line on standard error, the signals, and the end of a process
 * that has no memory left. Nothing here starts a server, opens a connection or knows another
 * package of Trainyard.
 */
package dev.trainyard.startup;
