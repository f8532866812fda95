/** The activations that ship with Gradus, one a file. */
package dev.gradus.activations;
