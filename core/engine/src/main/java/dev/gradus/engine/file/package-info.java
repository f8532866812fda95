/**
 * Files and folders: written whole or not at all, locked, hashed; for Gradus itself, not for
 * applications.
 */
package dev.gradus.engine.file;
