package io.distappguard.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one line that names place and mend. */
final class Errors {

  private final DistAppGuard root;

  Errors(DistAppGuard root) {
    this.root = root;
  }

  /** The command line does not make sense. */
  int wrongUsage(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("distappguard: " + oneLine(describe(error)));
    CommandLine.UnmatchedArgumentException.printSuggestions(error, err);
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return ExitCode.USAGE;
  }

  /** A command threw. */
  int failed(Exception error, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    command.getOut().flush();
    err.println("distappguard: " + explain(error));
    if (root.verbose()) {
      error.printStackTrace(err);
    }
    err.flush();
    return ExitCode.ERROR;
  }

  private static String explain(Exception error) {
    return switch (error) {
      case UncheckedIOException wrapped when wrapped.getCause() != null ->
          explain(wrapped.getCause());
      case NoSuchFileException missing
          when missing.getReason() == null || missing.getReason().equals("does not exist") ->
          missing.getFile() + ": no such file or folder (check the path)";
      case AccessDeniedException denied ->
          denied.getFile() + ": not allowed to read or write it (check its owner and mode)";
      case FileAlreadyExistsException exists ->
          exists.getFile() + ": exists already (remove it, or name another)";
      case DirectoryNotEmptyException full ->
          full.getFile() + ": folder is not empty (remove it, or name another)";
      case NotDirectoryException file -> file.getFile() + ": is not a folder";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + other.getReason();
      case IOException known -> oneLine(describe(known));
      case IllegalArgumentException known when known.getMessage() != null ->
          oneLine(known.getMessage());
      default ->
          "unexpected "
              + oneLine(error.toString())
              + " (this is a fault of distappguard; --verbose shows where)";
    };
  }

  private static String describe(Exception error) {
    String message = error.getMessage();
    return message == null ? error.toString() : message;
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
