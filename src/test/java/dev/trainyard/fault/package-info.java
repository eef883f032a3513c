/**
 * Proof that no job is lost, doubled, stuck or lied about: a cluster of real processes and servers
 * runs a stream of jobs while faults strike it, and a verifier compares what is stored with what
 * was accepted. Faults come from a seed; a test of one rule in one class does not belong here.
 */
package dev.trainyard.fault;
