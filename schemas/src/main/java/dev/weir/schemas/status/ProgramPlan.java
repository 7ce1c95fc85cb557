package dev.weir.schemas.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What a program of sources would fetch with some settings. The program prints it as JSON for
 * others, which need not know its kinds of sources.
 *
 * @param program such as {@code pollers}
 * @param sections the sections of the settings file that hold its sources
 * @param sources all sources of the settings, also those that cannot run
 */
public record ProgramPlan(String program, List<String> sections, List<PlannedSource> sources) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public ProgramPlan {
    sections = List.copyOf(sections);
    sources = List.copyOf(sources);
  }

  /**
   * A source.
   *
   * @param id such as {@code mastodon/town}
   * @param what the address, query or domain
   * @param often how often it is fetched, such as {@code every 15s}
   * @param missing the environment variables that it needs and that are not set
   */
  public record PlannedSource(String id, String what, String often, List<String> missing) {
    public PlannedSource {
      missing = List.copyOf(missing);
    }

    /** Whether it can run. */
    public boolean canRun() {
      return missing.isEmpty();
    }
  }

  /** Whether a source can run. */
  public boolean hasWork() {
    return sources.stream().anyMatch(PlannedSource::canRun);
  }

  /** The plan in one line. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static ProgramPlan parse(String json) {
    try {
      return JSON.readValue(json, ProgramPlan.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Expected a program's plan as JSON, got: " + json, e);
    }
  }
}
