package io.distappguard.range.service.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.range.service.seed.FollowGraph.Edge;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowGraphTest {

  private final List<Edge> edges = FollowGraph.draw(FirstState.USERS, FirstState.FOLLOWS, 962);

  @Test
  void sameSeedGivesTheSameDistinctEdges() {
    assertThat(edges)
        .hasSize(FirstState.FOLLOWS)
        .doesNotHaveDuplicates()
        .noneMatch(edge -> edge.follower() == edge.followee())
        .isEqualTo(FollowGraph.draw(FirstState.USERS, FirstState.FOLLOWS, 962));
  }

  @Test
  void aTenthOfTheUsersHasMoreThanAQuarterOfTheFollowers() {
    int[] followers = new int[FirstState.USERS];
    edges.forEach(edge -> followers[edge.followee()]++);
    Arrays.sort(followers);
    int most = Arrays.stream(followers, followers.length * 9 / 10, followers.length).sum();
    assertThat(most).isGreaterThan(FirstState.FOLLOWS / 4);
    assertThat(followers[followers.length - 1])
        .isGreaterThan(5 * FirstState.FOLLOWS / FirstState.USERS);
  }
}
