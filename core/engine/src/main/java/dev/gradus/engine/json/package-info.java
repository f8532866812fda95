/** Values as JSON, for internal use by Gradus, not by applications. */
package dev.gradus.engine.json;
