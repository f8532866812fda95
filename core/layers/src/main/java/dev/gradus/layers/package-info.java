/** The layers that ship with Gradus, one a file. */
package dev.gradus.layers;
