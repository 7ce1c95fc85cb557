package dev.weir.scrapers.cli;

import dev.weir.ingest.program.SourceProgram;
import dev.weir.ingest.shard.RunOptions;
import dev.weir.schemas.SettingsFile;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The scrapers as a program. */
final class Scrapers implements SourceProgram {
  @Override
  public String name() {
    return "scrapers";
  }

  @Override
  public RunOptions options(RunOptions ordinary) {
    return ordinary.withFrontier();
  }

  @Override
  public Opened open(SettingsFile settings, Consumer<String> notes) {
    return new Sources(settings, InstantSource.system());
  }
}
