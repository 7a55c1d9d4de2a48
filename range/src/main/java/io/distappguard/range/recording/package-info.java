/** What a run leaves behind: system calls by strace, and which container each file belongs to. */
@NullMarked
package io.distappguard.range.recording;

import org.jspecify.annotations.NullMarked;
