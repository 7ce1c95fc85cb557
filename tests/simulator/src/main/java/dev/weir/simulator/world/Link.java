package dev.weir.simulator.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link in a post.
 *
 * @param url as its author wrote it
 * @param normalized as it should look once normalised
 * @param target canonical address of the article that it leads to; null where it leads out of the
 *     world
 * @param hops normalised addresses that redirect on the way from the link to the article, in order
 */
public record Link(String url, String normalized, @Nullable String target, List<String> hops) {}
