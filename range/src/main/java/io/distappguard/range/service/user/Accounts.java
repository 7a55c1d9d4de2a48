package io.distappguard.range.service.user;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The table of users in PostgreSQL. Thread-safe. */
final class Accounts {

  /** A user as others see them. */
  record Account(long userId, String username) {}

  /** A user with what their password is checked against. */
  record Credentials(long userId, PasswordHash password) {}

  private final DataSource database;

  Accounts(DataSource database) {
    this.database = database;
  }

  /** Adds a user; the new id, or nothing when the name is taken. */
  Optional<Long> add(String username, String firstName, String lastName, PasswordHash password)
      throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO users (username, first_name, last_name, salt, iterations, hash)"
                    + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (username) DO NOTHING"
                    + " RETURNING user_id")) {
      insert.setString(1, username);
      insert.setString(2, firstName);
      insert.setString(3, lastName);
      insert.setBytes(4, password.salt());
      insert.setInt(5, password.iterations());
      insert.setBytes(6, password.hash());
      try (ResultSet row = insert.executeQuery()) {
        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
      }
    }
  }

  Optional<Credentials> credentials(String username) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT user_id, salt, iterations, hash FROM users WHERE username = ?")) {
      select.setString(1, username);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Credentials(
                    row.getLong(1),
                    new PasswordHash(row.getBytes(2), row.getInt(3), row.getBytes(4))))
            : Optional.empty();
      }
    }
  }

  List<Account> named(List<String> usernames) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT user_id, username FROM users WHERE username = ANY (?)")) {
      select.setArray(1, connection.createArrayOf("text", usernames.toArray()));
      return accounts(select);
    }
  }

  Optional<Account> withId(long userId) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT user_id, username FROM users WHERE user_id = ?")) {
      select.setLong(1, userId);
      return accounts(select).stream().findFirst();
    }
  }

  private static List<Account> accounts(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      List<Account> accounts = new ArrayList<>();
      while (rows.next()) {
        accounts.add(new Account(rows.getLong(1), rows.getString(2)));
      }
      return accounts;
    }
  }
}
