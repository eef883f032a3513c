/** The tree-structured Parzen estimator, after Bergstra and others (2011) and Optuna. */
package dev.trainyard.optimize.tpe;
