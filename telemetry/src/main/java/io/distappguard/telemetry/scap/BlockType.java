package io.distappguard.telemetry.scap;

/** Kinds of blocks, several numbers each as the format grew. */
enum BlockType {
  SECTION,
  MACHINE,
  PROCESSES,
  DESCRIPTORS,
  EVENT,
  /** Interfaces and users, which carry nothing here. */
  ASIDE,
  UNKNOWN;

  /** The kind of block with this number. */
  static BlockType of(int number) {
    return switch (number) {
      case 0x204, 0x216, 0x221, 0x208, 0x217, 0x222, 0x8010ABCD -> EVENT;
      case 0x0A0D0D0A -> SECTION;
      case 0x201, 0x8002ABCD -> MACHINE;
      case 0x202,
          0x207,
          0x209,
          0x210,
          0x211,
          0x212,
          0x213,
          0x214,
          0x215,
          0x8000ABCD,
          0x8013ABCD,
          0x8014ABCD ->
          PROCESSES;
      case 0x203, 0x218, 0x8001ABCD -> DESCRIPTORS;
      case 0x205, 0x219, 0x8011ABCD, 0x206, 0x220, 0x8012ABCD -> ASIDE;
      default -> UNKNOWN;
    };
  }

  /** Whether events of this block begin with flags after the processor's number. */
  static boolean hasFlags(int number) {
    return number == 0x208 || number == 0x217 || number == 0x222;
  }

  /** Whether events of this block say how many parameters they have. */
  static boolean isCounted(int number) {
    return number == 0x216 || number == 0x217 || isLarge(number);
  }

  /** Whether lengths of parameters take four bytes rather than two. */
  static boolean isLarge(int number) {
    return number == 0x221 || number == 0x222;
  }
}
