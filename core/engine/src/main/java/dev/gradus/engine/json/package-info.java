/** Values as JSON: for Gradus itself, not for applications. */
package dev.gradus.engine.json;
