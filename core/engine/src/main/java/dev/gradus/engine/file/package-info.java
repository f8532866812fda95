/**
 * Files and folders: atomic writes, locks, hashes; for internal use by Gradus, not by applications.
 */
package dev.gradus.engine.file;
