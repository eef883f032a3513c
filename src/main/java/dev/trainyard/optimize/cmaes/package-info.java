/** CMA-ES, the evolution strategy with covariance matrix adaptation, after Hansen (2016). */
@NullMarked
package dev.trainyard.optimize.cmaes;

import org.jspecify.annotations.NullMarked;
