/**
 * Layers, their parameters, and the way forward and backward through them.
 *
 * <p>A {@link dev.gradus.engine.network.Network} is a list of layers. It is not changed by use:
 * what one way through it needs to remember is a {@link dev.gradus.engine.network.Pass}, of which
 * every thread has its own.
 */
package dev.gradus.engine.network;
