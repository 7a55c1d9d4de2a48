package io.distappguard.traffic.chain;

import java.util.regex.Pattern;

/**
 * What is called: an operation of a service, with what differs from request to request (numbers,
 * uuids, hashes) as placeholders.
 *
 * @param service service that answers
 * @param operation its operation, such as {@code POST /login}, {@code range.UserService/Login} or
 *     {@code GET /posts/<n>}
 */
public record Operation(String service, String operation) {

  private static final Pattern REMOTE_PROCEDURE =
      Pattern.compile("[A-Za-z_][\\w.$]*/[A-Za-z_]\\w*");

  /** Service and operation for people: {@code user Login}, without a procedure's package. */
  public String words() {
    return service
        + ' '
        + (REMOTE_PROCEDURE.matcher(operation).matches()
            ? operation.substring(operation.indexOf('/') + 1)
            : operation);
  }
}
