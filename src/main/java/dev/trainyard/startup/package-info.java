/**
 * What decides whether this process may start, and how a refusal reaches the person who started it.
 *
 * <p>Here live the role of the process, the exception for a start that cannot work, and the code
 * that turns any analysed failure into one line on standard error. Nothing here starts a server,
 * opens a connection or knows another package of Trainyard.
 */
package dev.trainyard.startup;
