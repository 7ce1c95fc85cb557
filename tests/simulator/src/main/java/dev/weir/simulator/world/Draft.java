package dev.weir.simulator.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote, whatever the network.
 *
 * @param words the text without tags and links
 * @param language as their client claims it; null where it claims nothing
 * @param tags as written, without '#'
 */
public record Draft(
    Person author, String words, @Nullable String language, List<String> tags, List<Link> links) {}
