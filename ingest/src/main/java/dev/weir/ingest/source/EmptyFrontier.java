package dev.weir.ingest.source;

import dev.weir.schemas.record.FrontierEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

enum EmptyFrontier implements Frontier {
  INSTANCE;

  @Override
  public List<FrontierEntry> due(String domain, Instant now, int max) {
    return List.of();
  }

  @Override
  public Optional<FrontierEntry> get(String url) {
    return Optional.empty();
  }

  @Override
  public Optional<Instant> nextDue(String domain) {
    return Optional.empty();
  }
}
