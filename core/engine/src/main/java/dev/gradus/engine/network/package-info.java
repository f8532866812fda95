/**
 * Layers, their parameters, and the forward and backward passes through them.
 *
 * <p>A {@link dev.gradus.engine.network.Network} is a list of layers. Use does not change it: a
 * {@link dev.gradus.engine.network.Pass} holds the intermediate values, and every thread has its
 * own.
 */
package dev.gradus.engine.network;
