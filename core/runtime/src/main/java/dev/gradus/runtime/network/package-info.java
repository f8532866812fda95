/** Layers one behind the other: how they are put together, and the way forward through them. */
package dev.gradus.runtime.network;
