package io.distappguard.range.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * A whole HTTP response.
 *
 * @param status the status code, 100 to 599
 * @param body the octets of the body, not copied; treat as read-only
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, copied by nobody
public record HttpResponse(int status, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The text of one field of a JSON object body.
   *
   * @throws IOException if the body is no JSON object with that field
   */
  public String field(String name) throws IOException {
    JsonNode value = JSON.readTree(body).path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw new IOException("response without field " + name + " (status " + status + ")");
    }
    return value.asText();
  }
}
