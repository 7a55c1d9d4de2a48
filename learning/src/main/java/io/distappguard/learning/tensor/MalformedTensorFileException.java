package io.distappguard.learning.tensor;

import java.io.IOException;
import java.io.Serial;

/** A file that is not safetensors, or not whole; the message names the file and the place. */
public final class MalformedTensorFileException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  MalformedTensorFileException(String source, String problem) {
    super(source + ": " + problem);
  }
}
