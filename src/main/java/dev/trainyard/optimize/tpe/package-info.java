/** The tree-structured Parzen estimator, after Bergstra and others (2011) and Optuna. */
@NullMarked
package dev.trainyard.optimize.tpe;

import org.jspecify.annotations.NullMarked;
