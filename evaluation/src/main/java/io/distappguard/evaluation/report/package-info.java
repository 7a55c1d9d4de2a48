/**
 * The self-contained HTML report: pictures are drawn as SVG in the page, nothing is loaded from
 * anywhere. Drawings know only their own small records, so any detector can fill them.
 */
@NullMarked
package io.distappguard.evaluation.report;

import org.jspecify.annotations.NullMarked;
