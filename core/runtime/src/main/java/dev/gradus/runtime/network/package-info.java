/** Sequences of layers: how they are assembled, and the forward pass through them. */
package dev.gradus.runtime.network;
