package io.distappguard.range.service.post;

import io.distappguard.range.rpc.ExpandReply;
import io.distappguard.range.rpc.ExpandRequest;
import io.distappguard.range.rpc.ShortenReply;
import io.distappguard.range.rpc.ShortenRequest;
import io.distappguard.range.rpc.UrlShortenServiceGrpc;
import io.distappguard.range.service.platform.Answer;
import io.distappguard.range.service.platform.ServiceSettings;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Role url-shorten: keeps long urls in PostgreSQL under short codes. */
public final class UrlShortenService extends UrlShortenServiceGrpc.UrlShortenServiceImplBase {

  private static final String SHORT_URL = "http://social.example/s/";

  private final DataSource database;
  private final Snowflakes codes;

  public UrlShortenService(ServiceSettings settings, DataSource database) {
    this.database = database;
    this.codes = new Snowflakes(settings.number());
  }

  @Override
  public void shorten(ShortenRequest request, StreamObserver<ShortenReply> observer) {
    Answer.to(
        observer,
        () -> ShortenReply.newBuilder().addAllShortUrls(store(request.getLongUrlsList())).build());
  }

  @Override
  public void expand(ExpandRequest request, StreamObserver<ExpandReply> observer) {
    Answer.to(observer, () -> ExpandReply.newBuilder().setLongUrl(find(request.getCode())).build());
  }

  private List<String> store(List<String> longUrls) throws SQLException {
    List<String> shortUrls = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO urls (code, long_url) VALUES (?, ?)")) {
      for (String longUrl : longUrls) {
        String code = Long.toString(codes.next(), Character.MAX_RADIX);
        insert.setString(1, code);
        insert.setString(2, longUrl);
        insert.addBatch();
        shortUrls.add(SHORT_URL + code);
      }
      insert.executeBatch();
    }
    return shortUrls;
  }

  private String find(String code) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT long_url FROM urls WHERE code = ?")) {
      select.setString(1, code);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw Status.NOT_FOUND.withDescription("no such short url").asRuntimeException();
        }
        return row.getString(1);
      }
    }
  }
}
