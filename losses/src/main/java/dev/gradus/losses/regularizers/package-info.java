/** The regularizers that ship with Gradus, one a file. */
package dev.gradus.losses.regularizers;
