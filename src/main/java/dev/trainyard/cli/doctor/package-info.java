/**
 * What {@code doctor} examines of a machine and an installation, beside the servers. It changes
 * nothing.
 */
@NullMarked
package dev.trainyard.cli.doctor;

import org.jspecify.annotations.NullMarked;
