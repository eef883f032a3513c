/** Work that is repeated while a client waits: back-tests and reports of stored configurations. */
@NullMarked
package dev.trainyard.pipeline.rerun;

import org.jspecify.annotations.NullMarked;
