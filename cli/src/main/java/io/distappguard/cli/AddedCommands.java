package io.distappguard.cli;

import java.util.List;
import picocli.CommandLine;

/**
 * Commands that a module which does not ship adds to {@code distappguard}: found on the class path
 * by {@link java.util.ServiceLoader}, so that what ships need not know of them.
 */
public interface AddedCommands {

  /** The commands, to stand behind those of this module. */
  List<CommandLine> commands(DistAppGuard root);
}
