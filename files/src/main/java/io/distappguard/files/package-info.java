/** Files and folders that are there whole or not at all, and temporary ones that are gone again. */
@NullMarked
package io.distappguard.files;

import org.jspecify.annotations.NullMarked;
