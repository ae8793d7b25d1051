/**
 * Configuration as a contract: every key is declared once, in code, with its default, its format and a sentence; files
 * are Hadoop's XML; whatever is unknown, retired, misspelt or missing stops the start with one sentence.
 */
@NullMarked
package io.understudy.session.config;

import org.jspecify.annotations.NullMarked;
