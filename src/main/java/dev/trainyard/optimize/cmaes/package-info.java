/** CMA-ES, the evolution strategy with covariance matrix adaptation, after Hansen (2016). */
package dev.trainyard.optimize.cmaes;
