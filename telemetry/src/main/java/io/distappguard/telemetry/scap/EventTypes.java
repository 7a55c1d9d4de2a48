package io.distappguard.telemetry.scap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All types of events, by number: the table {@code event-types.tsv} beside this class. Numbers not
 * in it belong to newer captures than it knows.
 */
final class EventTypes {

  private static final String TABLE = "event-types.tsv";
  private static final @Nullable EventType[] BY_NUMBER = read();

  private EventTypes() {}

  /** The type of this number, or null where it is not known. */
  static @Nullable EventType of(int number) {
    return number < BY_NUMBER.length ? BY_NUMBER[number] : null;
  }

  private static @Nullable EventType[] read() {
    List<EventType> types = new ArrayList<>();
    InputStream table = EventTypes.class.getResourceAsStream(TABLE);
    if (table == null) {
      throw new IllegalStateException(TABLE + " is missing beside " + EventTypes.class.getName());
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(table, StandardCharsets.US_ASCII))) {
      String line;
      while ((line = lines.readLine()) != null) {
        if (!line.startsWith("#")) {
          types.add(type(line.split("\t", -1)));
        }
      }
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    @Nullable EventType[] byNumber = new EventType[types.getLast().number + 1];
    for (EventType type : types) {
      byNumber[type.number] = type;
    }
    return byNumber;
  }

  private static EventType type(String[] columns) {
    String[] parameters = columns.length < 5 ? new String[0] : columns[4].split(" ");
    return new EventType(
        Integer.parseInt(columns[0]),
        columns[1].equals(">"),
        columns[2].equals("hidden"),
        columns[3],
        parameters);
  }
}
