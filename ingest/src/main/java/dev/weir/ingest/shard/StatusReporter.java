package dev.weir.ingest.shard;

import dev.weir.ingest.frontier.FrontierStores;
import dev.weir.ingest.shard.run.SourceStats;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the status file: the state of each source, and under {@code shards} the state of the
 * program as a whole.
 */
final class StatusReporter {

  private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);

  private final String program;
  private final Optional<Path> file;
  private final Collection<SourceStats> sources;
  private final InstantSource clock;

  private String state = "starting";
  private String detail = "";
  private Instant since;
  private int owned;
  private @Nullable FrontierStores frontier;
  private boolean complained;

  StatusReporter(
      String program, Optional<Path> file, Collection<SourceStats> sources, InstantSource clock) {
    this.program = program;
    this.file = file;
    this.sources = List.copyOf(sources);
    this.clock = clock;
    this.since = clock.instant();
  }

  /** The state of the program as a whole. */
  synchronized void enter(String next, String why) {
    if (!state.equals(next)) {
      since = clock.instant();
    }
    state = next;
    detail = why;
  }

  /** Reports how full the frontier is. */
  synchronized void frontier(FrontierStores stores) {
    frontier = stores;
  }

  synchronized void owned(int shards) {
    owned = shards;
  }

  private Map<String, Object> facts() {
    FrontierStores stores = frontier;
    return stores == null
        ? Map.of("owned", owned)
        : Map.of(
            "owned", owned, "frontier-urls", stores.urls(), "frontier-max-urls", stores.maxUrls());
  }

  /** Writes the file if one is configured. Failures are logged once and otherwise ignored. */
  synchronized void write() {
    if (file.isEmpty()) {
      return;
    }
    List<ProgramStatus.Part> parts = new ArrayList<>();
    parts.add(new ProgramStatus.Part("shards", state, detail, since, facts()));
    sources.forEach(source -> parts.add(source.part()));
    try {
      StatusFile.write(
          file.get(),
          new ProgramStatus(program, ProcessHandle.current().pid(), clock.instant(), parts));
      complained = false;
    } catch (IOException e) {
      if (!complained) {
        LOG.atWarn()
            .addKeyValue("file", file.get())
            .setCause(e)
            .log("Cannot write the status file");
        complained = true;
      }
    }
  }
}
