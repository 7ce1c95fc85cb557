package dev.weir.simulator.server;

import dev.weir.simulator.corpus.Corpus;
import io.undertow.websockets.core.WebSocketChannel;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The recorded messages of a Jetstream, each as it was sent. Who comes without a cursor gets them
 * from the first on, since the recorded moment has no present; else from the first message whose
 * time is the cursor's or later. Messages are not filtered.
 */
final class RecordedJetstream {
  private static final Pattern TIME = Pattern.compile("\"time_us\":(\\d+)");

  private final Simulation simulation;
  private final List<String> messages;

  RecordedJetstream(Simulation simulation, Corpus corpus) {
    this.simulation = simulation;
    this.messages = corpus.messages();
  }

  void connect(WebSocketChannel channel, Subscription subscription) {
    long cursor = subscription.cursor().orElse(0);
    int start = 0;
    while (start < messages.size() && time(messages.get(start)) < cursor) {
      start++;
    }
    Outbox client = new Outbox(channel);
    for (int i = start; i < messages.size(); i++) {
      String name = Integer.toString(i + 1);
      client.send(messages.get(i), () -> served(name));
    }
  }

  private void served(String name) {
    synchronized (simulation.lock) {
      long response = simulation.witness.nextResponse();
      simulation.witness.recorded("message", name, response, simulation.clock.instant());
    }
  }

  private static long time(String message) {
    Matcher time = TIME.matcher(message);
    return time.find() ? Long.parseLong(time.group(1)) : Long.MAX_VALUE;
  }
}
