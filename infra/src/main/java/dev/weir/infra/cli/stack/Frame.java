package dev.weir.infra.cli.stack;

import dev.weir.infra.stream.LiveSnapshot;
import java.time.Duration;
import java.util.Map;

/**
 * All that the live view shows at one moment.
 *
 * @param uptime since the stack was started
 * @param stack the parts and the status of the programs
 * @param live the figures of the stream
 * @param historyRows rows of each history table, as of a few seconds ago
 */
record Frame(
    Duration uptime, StackReport stack, LiveSnapshot live, Map<String, Long> historyRows) {}
