package io.distappguard.behaviour.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Names of processes: executable, ancestry within the container, and a short argument skeleton. */
final class ProcessNames {

  private static final int LONGEST_CHAIN = 4;
  private static final int MOST_ARGUMENTS = 3;
  private static final int LONGEST_WORD = 16;
  private static final int LONGEST_NAME = 128;
  private static final Set<String> INTERPRETERS =
      Set.of("sh", "bash", "dash", "ash", "zsh", "ksh", "perl", "ruby", "node", "php");

  private ProcessNames() {}

  /** The chain of executables of a child, equal neighbours taken as one. */
  static List<String> chain(List<String> parent, String executable) {
    if (!parent.isEmpty() && parent.getLast().equals(executable)) {
      return parent;
    }
    List<String> chain = new ArrayList<>(parent);
    chain.add(executable);
    if (chain.size() > LONGEST_CHAIN) {
      // The init and the youngest say most; a fork bomb must not make ever longer names.
      chain.remove(1);
    }
    return List.copyOf(chain);
  }

  /** The last segment of the path of an executable. */
  static String baseName(String executable) {
    String path = executable.replace(" (deleted)", "");
    String base = path.substring(path.lastIndexOf('/') + 1);
    return base.isEmpty() ? "unknown" : cut(base);
  }

  /** What of the arguments tells one use of an executable from another; may be empty. */
  static String skeleton(String executable, String arguments) {
    if (arguments.isEmpty()) {
      return "";
    }
    String[] words = arguments.trim().split("\\s+", -1);
    return executable.equals("java") ? mainClass(words) : options(executable, words);
  }

  private static String mainClass(String[] words) {
    for (int i = 1; i < words.length; i++) {
      String word = words[i];
      if (word.equals("-cp") || word.equals("-classpath") || word.equals("-p")) {
        i++;
      } else if (!word.startsWith("-") && !word.startsWith("@")) {
        String simple = word.substring(word.lastIndexOf('.') + 1);
        boolean whole =
            word.contains(".") && !simple.isEmpty() && Character.isUpperCase(simple.charAt(0));
        return whole ? cut(simple) : "";
      }
    }
    return "";
  }

  private static String options(String executable, String[] words) {
    StringBuilder skeleton = new StringBuilder();
    boolean named = false;
    int last = Math.min(words.length - 1, MOST_ARGUMENTS);
    for (int i = 1; i <= last; i++) {
      String word = words[i];
      if (!skeleton.isEmpty()) {
        skeleton.append(' ');
      }
      if (word.startsWith("-")) {
        skeleton.append(option(word));
        if ((word.equals("-c") || word.equals("-e")) && isInterpreter(executable)) {
          return skeleton.append(" <script>").toString();
        }
      } else if (!named && isPlainWord(word)) {
        skeleton.append(word);
        named = true;
      } else {
        skeleton.append(placeholder(word));
      }
    }
    return skeleton.toString();
  }

  private static String option(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    boolean plain = name.length() <= LONGEST_WORD;
    for (int i = 0; i < name.length() && plain; i++) {
      char character = name.charAt(i);
      plain = character == '-' || Character.isLetter(character);
    }
    return plain ? name : "<option>";
  }

  private static boolean isPlainWord(String word) {
    if (word.length() > LONGEST_WORD - 4) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      char character = word.charAt(i);
      if (!(character >= 'a' && character <= 'z') && (character != '-' || i == 0)) {
        return false;
      }
    }
    return true;
  }

  private static String placeholder(String word) {
    if (word.contains("/")) {
      return "<path>";
    }
    return Character.isDigit(word.charAt(0)) ? "<n>" : "<value>";
  }

  private static String cut(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
  }

  private static boolean isInterpreter(String executable) {
    return INTERPRETERS.contains(executable) || executable.startsWith("python");
  }
}
