package dev.weir.infra.cli.data;

import dev.weir.infra.cli.shared.OutputOption;
import dev.weir.infra.cli.shared.SettingsOption;
import dev.weir.infra.history.History;
import dev.weir.infra.local.folder.ActiveSettings;
import java.sql.SQLException;
import java.time.Clock;
import picocli.CommandLine.Mixin;

/** Which history is meant: to be mixed into a command that reads it. */
final class HistoryOption {
  @Mixin private final SettingsOption settings = new SettingsOption();

  HistoryOption() {}

  /** What is read of it. */
  @FunctionalInterface
  interface Work {
    void with(History history) throws Exception;
  }

  /** Opens the history, reads, and returns the exit code. */
  int read(Work work) throws Exception {
    ActiveSettings active = settings.active();
    try (History history = History.open(active.stack(), active.environment(), Clock.systemUTC())) {
      work.with(history);
      return 0;
    } catch (SQLException e) {
      throw OutputOption.explained(e);
    }
  }
}
