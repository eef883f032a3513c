/** One job as clients read it: state, progress, result, trials, log. */
package dev.trainyard.job.view;
