package io.distappguard.range.service.user;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A salted password hash by PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2).
 *
 * @param salt 16 octets, of this hash only
 * @param iterations how often the function was applied; kept so that it can be raised for new
 *     hashes
 * @param hash 32 octets
 */
public record PasswordHash(byte[] salt, int iterations, byte[] hash) {

  /** Hashes a new password with a salt from that source. */
  public static PasswordHash of(String password, int iterations, RandomGenerator random) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    return new PasswordHash(salt, iterations, derive(password, salt, iterations));
  }

  /** Whether this is the hash of that password; takes the same time either way. */
  public boolean matches(String password) {
    return MessageDigest.isEqual(hash, derive(password, salt, iterations));
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks PBKDF2WithHmacSHA256", e);
    }
  }
}
