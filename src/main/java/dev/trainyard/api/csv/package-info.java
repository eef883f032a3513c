/** Lists as CSV, for notebooks and spreadsheets. */
@NullMarked
package dev.trainyard.api.csv;

import org.jspecify.annotations.NullMarked;
