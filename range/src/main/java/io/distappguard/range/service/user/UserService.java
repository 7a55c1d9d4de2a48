package io.distappguard.range.service.user;

import io.distappguard.range.rpc.Author;
import io.distappguard.range.rpc.CheckSessionReply;
import io.distappguard.range.rpc.CheckSessionRequest;
import io.distappguard.range.rpc.ComposeAuthorReply;
import io.distappguard.range.rpc.ComposeAuthorRequest;
import io.distappguard.range.rpc.FindUsersReply;
import io.distappguard.range.rpc.FindUsersRequest;
import io.distappguard.range.rpc.LoginReply;
import io.distappguard.range.rpc.LoginRequest;
import io.distappguard.range.rpc.LogoutReply;
import io.distappguard.range.rpc.LogoutRequest;
import io.distappguard.range.rpc.RegisterReply;
import io.distappguard.range.rpc.RegisterRequest;
import io.distappguard.range.rpc.UserServiceGrpc;
import io.distappguard.range.service.platform.Answer;
import io.distappguard.range.service.user.Accounts.Account;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import redis.clients.jedis.JedisPooled;

/** Role user: registration, login and sessions, and the names of users. */
public final class UserService extends UserServiceGrpc.UserServiceImplBase {

  /** For passwords of users that register; those of the first users say their own count. */
  private static final int ITERATIONS = 10_000;

  private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9_]{1,64}");

  private final Accounts accounts;
  private final Sessions sessions;
  private final SecureRandom random = new SecureRandom();
  private final MetricsExtension metrics;

  public UserService(DataSource database, JedisPooled redis) {
    accounts = new Accounts(database);
    sessions = new Sessions(redis, random);
    metrics = new MetricsExtension(database);
  }

  @Override
  public void register(RegisterRequest request, StreamObserver<RegisterReply> observer) {
    Answer.to(
        observer,
        () -> {
          if (!USERNAME.matcher(request.getUsername()).matches()) {
            throw Status.INVALID_ARGUMENT
                .withDescription("username (expected: 1 to 64 letters, digits and _)")
                .asRuntimeException();
          }
          return accounts
              .add(
                  request.getUsername(),
                  request.getFirstName(),
                  request.getLastName(),
                  PasswordHash.of(request.getPassword(), ITERATIONS, random))
              .map(id -> RegisterReply.newBuilder().setUserId(id).build())
              .orElseThrow(() -> failure(Status.ALREADY_EXISTS, "username is taken"));
        });
  }

  @Override
  public void login(LoginRequest request, StreamObserver<LoginReply> observer) {
    Answer.to(
        observer,
        () ->
            LoginReply.newBuilder()
                .setToken(login(request.getUsername(), request.getPassword()))
                .build());
  }

  @Override
  public void logout(LogoutRequest request, StreamObserver<LogoutReply> observer) {
    Answer.to(
        observer,
        () -> {
          sessions.close(request.getToken());
          return LogoutReply.getDefaultInstance();
        });
  }

  @Override
  public void checkSession(
      CheckSessionRequest request, StreamObserver<CheckSessionReply> observer) {
    Answer.to(
        observer,
        () ->
            sessions
                .find(request.getToken())
                .map(account -> CheckSessionReply.newBuilder().setUser(author(account)).build())
                .orElseThrow(() -> failure(Status.UNAUTHENTICATED, "no such session")));
  }

  @Override
  public void findUsers(FindUsersRequest request, StreamObserver<FindUsersReply> observer) {
    Answer.to(
        observer,
        () ->
            FindUsersReply.newBuilder()
                .addAllUsers(
                    accounts.named(request.getUsernamesList()).stream()
                        .map(UserService::author)
                        .toList())
                .build());
  }

  @Override
  public void composeAuthor(
      ComposeAuthorRequest request, StreamObserver<ComposeAuthorReply> observer) {
    Answer.to(
        observer,
        () ->
            accounts
                .withId(request.getUserId())
                .map(account -> ComposeAuthorReply.newBuilder().setAuthor(author(account)).build())
                .orElseThrow(() -> failure(Status.NOT_FOUND, "no such user")));
  }

  private String login(String username, String password) throws SQLException {
    metrics.loginAttempted(username);
    return accounts
        .credentials(username)
        .filter(credentials -> credentials.password().matches(password))
        .map(credentials -> sessions.open(new Account(credentials.userId(), username)))
        .orElseThrow(() -> failure(Status.UNAUTHENTICATED, "wrong user name or password"));
  }

  private static Author author(Account account) {
    return Author.newBuilder().setUserId(account.userId()).setUsername(account.username()).build();
  }

  private static StatusRuntimeException failure(Status status, String description) {
    return status.withDescription(description).asRuntimeException();
  }
}
