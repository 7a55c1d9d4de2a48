/** The main command's work: learns from the shipped recordings and shows every attack on them. */
@NullMarked
package io.distappguard.evaluation.demo;

import org.jspecify.annotations.NullMarked;
