package io.distappguard.traffic.cluster;

import io.distappguard.traffic.chain.Chain;
import java.util.Arrays;

/**
 * Levenshtein distance of one sequence, the pattern, to many others: the dynamic programming
 * matrix's columns as bit vectors, 64 rows a word.
 *
 * <p>Source: G. Myers, A fast bit-vector algorithm for approximate string matching based on dynamic
 * programming, JACM 46(3), 1999, in the form for whole sequences and several words of H. Hyyrö, A
 * bit-vector algorithm for computing Levenshtein and Damerau edit distances, Nordic Journal of
 * Computing 10, 2003. Not thread-safe.
 */
final class EditDistance {

  private static final int WORD = 64;

  private int length;
  private int words;

  // Where each element of the alphabet stands in the pattern: localOf[element] is 0 where it does
  // not, else its row in `positions`, `words` longs a row.
  private int[] localOf = new int[64];
  private int[] patternElements = new int[0];
  private int distinct;
  private long[] positions = new long[64];

  private long[] up = new long[1];
  private long[] down = new long[1];

  /** Sets the sequence that others are compared with. */
  void pattern(Chain chain) {
    for (int element : patternElements) {
      localOf[element] = 0;
    }
    length = chain.length();
    words = (length + WORD - 1) / WORD;
    patternElements = chain.elements();
    distinct = 0;
    for (int element : patternElements) {
      if (element >= localOf.length) {
        localOf = Arrays.copyOf(localOf, 2 * element + 1);
      }
      if (localOf[element] == 0) {
        localOf[element] = ++distinct;
      }
    }
    int needed = (distinct + 1) * words;
    if (positions.length < needed) {
      positions = new long[needed];
    }
    Arrays.fill(positions, 0, needed, 0);
    for (int position = 0; position < length; position++) {
      int row = localOf[patternElements[position]] * words;
      positions[row + position / WORD] |= 1L << position % WORD;
    }
    if (up.length < words) {
      up = new long[words];
      down = new long[words];
    }
  }

  /**
   * The distance of the pattern to a sequence, or any number above {@code limit} if it is more than
   * that.
   */
  int to(Chain other, int limit) {
    if (Math.abs(length - other.length()) > limit) {
      return limit + 1;
    }
    return words == 1 ? inOneWord(other, limit) : inWords(other, limit);
  }

  private int inOneWord(Chain other, int limit) {
    long last = 1L << length - 1;
    long increases = -1;
    long decreases = 0;
    int score = length;
    int columns = other.length();
    for (int column = 0; column < columns; column++) {
      long equal = positions[row(other.element(column))];
      long vertical = equal | decreases;
      long diagonal = (((equal & increases) + increases) ^ increases) | equal;
      long horizontalUp = decreases | ~(diagonal | increases);
      long horizontalDown = increases & diagonal;
      if ((horizontalUp & last) != 0) {
        score++;
      } else if ((horizontalDown & last) != 0) {
        score--;
      }
      // each column still to come can lower the score by one at most
      if (score - (columns - 1 - column) > limit) {
        return limit + 1;
      }
      horizontalUp = horizontalUp << 1 | 1;
      horizontalDown <<= 1;
      increases = horizontalDown | ~(vertical | horizontalUp);
      decreases = horizontalUp & vertical;
    }
    return score;
  }

  private int inWords(Chain other, int limit) {
    Arrays.fill(up, 0, words, -1);
    Arrays.fill(down, 0, words, 0);
    long last = 1L << (length - 1) % WORD;
    int score = length;
    int columns = other.length();
    for (int column = 0; column < columns; column++) {
      int row = row(other.element(column)) * words;
      long carryUp = 1;
      long carryDown = 0;
      for (int word = 0; word < words; word++) {
        long increases = up[word];
        long decreases = down[word];
        long equal = positions[row + word];
        long vertical = equal | decreases;
        long entering = equal | carryDown;
        long diagonal = (((entering & increases) + increases) ^ increases) | entering;
        long horizontalUp = decreases | ~(diagonal | increases);
        long horizontalDown = increases & diagonal;
        if (word == words - 1) {
          if ((horizontalUp & last) != 0) {
            score++;
          } else if ((horizontalDown & last) != 0) {
            score--;
          }
        }
        long shiftedUp = horizontalUp << 1 | carryUp;
        long shiftedDown = horizontalDown << 1 | carryDown;
        carryUp = horizontalUp >>> WORD - 1;
        carryDown = horizontalDown >>> WORD - 1;
        up[word] = shiftedDown | ~(vertical | shiftedUp);
        down[word] = shiftedUp & vertical;
      }
      if (score - (columns - 1 - column) > limit) {
        return limit + 1;
      }
    }
    return score;
  }

  /** The row of positions of an element; row 0, which is empty, for one not in the pattern. */
  private int row(int element) {
    return element < localOf.length ? localOf[element] : 0;
  }
}
