package dev.weir.ingest.program;

import dev.weir.ingest.shard.RunOptions;
import dev.weir.ingest.source.Source;
import dev.weir.schemas.SettingsException;
import dev.weir.schemas.SettingsFile;
import java.util.List;
import java.util.function.Consumer;

/** A program that runs sources. */
public interface SourceProgram {
  /** Its name as an application: all its instances share the sources. */
  String name();

  /** Adds what its sources need beyond the ordinary. */
  default RunOptions options(RunOptions ordinary) {
    return ordinary;
  }

  /**
   * Makes the sources; nothing is connected to.
   *
   * @param notes takes what a person should know, such as which sources are left out
   * @throws SettingsException where the settings say what cannot be done, or name no source
   */
  Opened open(SettingsFile settings, Consumer<String> notes);

  /** The sources, and what they share. */
  interface Opened extends AutoCloseable {
    /** All sources, in groups: in a run of once what one group finds is there for the next. */
    List<List<Source>> groups();

    /** The sources that it makes sense to try by themselves, in this order. */
    default List<Source> tried() {
      return all();
    }

    /** All of them. */
    default List<Source> all() {
      return groups().stream().flatMap(List::stream).toList();
    }

    @Override
    void close();
  }
}
