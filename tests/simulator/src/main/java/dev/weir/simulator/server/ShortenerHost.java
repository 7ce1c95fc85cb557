package dev.weir.simulator.server;

import dev.weir.simulator.world.Article;
import dev.weir.simulator.world.Links;
import java.util.Optional;

/** The link shortener. */
final class ShortenerHost implements VirtualHost {
  private final Simulation simulation;

  ShortenerHost(Simulation simulation) {
    this.simulation = simulation;
  }

  @Override
  public Reply answer(Request request) {
    if (request.path().equals("/robots.txt")) {
      return Reply.of(200, "text/plain", "User-agent: *\nAllow: /\n");
    }
    Optional<String> next = Links.nextInCircle(request.path());
    if (next.isPresent()) {
      return Reply.redirect(302, next.get());
    }
    Optional<Long> number = Links.articleOf(request.path());
    Article article = number.isEmpty() ? null : simulation.state.article(number.get());
    if (article == null || simulation.state.isRemoved(article.number())) {
      return Reply.notFound();
    }
    String location = Links.destination(request.path(), article);
    String url = "http://" + Links.SHORTENER + request.path();
    return Reply.redirect(302, location)
        .onServed(
            (response, at) -> simulation.witness.redirect(url, location, article, response, at));
  }

  @Override
  public boolean faulty(Request request) {
    return !request.path().equals("/robots.txt");
  }
}
