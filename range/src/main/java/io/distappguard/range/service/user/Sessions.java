package io.distappguard.range.service.user;

import io.distappguard.range.service.user.Accounts.Account;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import redis.clients.jedis.JedisPooled;

/** Sessions in redis: a random token stands for a logged-in user for two hours. Thread-safe. */
final class Sessions {

  private static final int SECONDS = 7_200;

  private final JedisPooled redis;
  private final SecureRandom random;

  Sessions(JedisPooled redis, SecureRandom random) {
    this.redis = redis;
    this.random = random;
  }

  /** Opens a session and returns its token. */
  String open(Account account) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    redis.setex(key(token), SECONDS, account.userId() + ":" + account.username());
    return token;
  }

  Optional<Account> find(String token) {
    String session = redis.get(key(token));
    if (session == null) {
      return Optional.empty();
    }
    int colon = session.indexOf(':');
    return Optional.of(
        new Account(Long.parseLong(session.substring(0, colon)), session.substring(colon + 1)));
  }

  void close(String token) {
    redis.del(key(token));
  }

  private static String key(String token) {
    return "session:" + token;
  }
}
