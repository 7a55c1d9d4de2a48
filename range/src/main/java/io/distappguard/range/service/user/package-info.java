/** Accounts, passwords and sessions, and the range's planted compromised dependency. */
@NullMarked
package io.distappguard.range.service.user;

import org.jspecify.annotations.NullMarked;
