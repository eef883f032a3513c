/** Other job queues, set up as their documentation says for the most throughput. */
package dev.trainyard.bench.peers;
