package io.distappguard.traffic.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OperationTableTest {

  @Test
  void namesThatDifferInIdsAloneAreOneOperation() {
    OperationTable table = new OperationTable();

    int number = table.number("posts", "GET /posts/1");

    assertThat(table.number("posts", "GET /posts/2")).isEqualTo(number);
    assertThat(table.number("users", "GET /posts/1")).isNotEqualTo(number);
    assertThat(table.operation(number)).isEqualTo(new Operation("posts", "GET /posts/<n>"));
  }

  @Test
  void aTableMadeOfAnothersOperationsGivesTheSameNumbers() {
    OperationTable table = new OperationTable();
    int number = table.number("user", "Login");

    OperationTable again = new OperationTable(table.operations());

    assertThat(again.number("user", "Login")).isEqualTo(number);
    assertThat(again.fingerprint(number)).isEqualTo(table.fingerprint(number));
  }

  @Test
  void operationsBeyondTheBoundAreOne() {
    OperationTable table = new OperationTable();
    for (int i = 0; i < OperationTable.MOST_OPERATIONS + 100; i++) {
      table.number("service" + i, "call");
    }

    assertThat(table.size()).isEqualTo(OperationTable.MOST_OPERATIONS);
    assertThat(table.number("another", "call")).isZero();
    assertThat(table.operation(0)).isEqualTo(OperationTable.OTHER);
    assertThat(table.overflow()).isEqualTo(102);
    assertThat(table.number("service7", "call")).isEqualTo(8);
  }

  @Test
  void namesWithoutEndTakeNoMemory() {
    OperationTable table = new OperationTable();
    int number = table.number("posts", "GET /posts/0");
    for (int i = 0; i < 200_000; i++) {
      assertThat(table.number("posts", "GET /posts/" + i)).isEqualTo(number);
    }
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void operationsThatContradictThemselvesAreRefused() {
    Operation login = new Operation("user", "Login");

    assertThatThrownBy(() -> new OperationTable(List.of(login)))
        .hasMessageContaining("operations[0]");
    assertThatThrownBy(() -> new OperationTable(List.of(OperationTable.OTHER, login, login)))
        .hasMessageContaining("stands twice");
  }

  @Test
  void wordsLeaveOutTheProceduresPackage() {
    assertThat(new Operation("user", "range.UserService/Login").words()).isEqualTo("user Login");
    assertThat(new Operation("gateway", "POST /login").words()).isEqualTo("gateway POST /login");
    assertThat(new Operation("gateway", "/login").words()).isEqualTo("gateway /login");
  }
}
