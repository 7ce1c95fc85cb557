package dev.weir.infra.local.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class WaitTest {

  @Test
  void aTopicThatTheBrokerDoesNotKnowYetIsAskedForAgain() throws Exception {
    Deque<Future<String>> answers =
        new ArrayDeque<>(
            List.of(
                CompletableFuture.failedFuture(new UnknownTopicOrPartitionException()),
                CompletableFuture.failedFuture(new UnknownTopicOrPartitionException()),
                CompletableFuture.completedFuture("known")));

    String answer = Wait.until(answers::remove);

    assertThat(answer).isEqualTo("known");
    assertThat(answers).isEmpty();
  }

  @Test
  void anErrorThatStaysIsNotAskedForAgain() {
    Deque<Future<String>> answers =
        new ArrayDeque<>(
            List.of(
                CompletableFuture.failedFuture(new InvalidConfigurationException("no such value")),
                CompletableFuture.completedFuture("never asked for")));

    assertThatThrownBy(() -> Wait.until(answers::remove))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("no such value");
    assertThat(answers).hasSize(1);
  }
}
