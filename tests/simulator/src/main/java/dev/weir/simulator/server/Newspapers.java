package dev.weir.simulator.server;

import dev.weir.simulator.fault.Fault;
import dev.weir.simulator.world.Site;
import java.util.Locale;

/** The newspapers: a site and a feed each, and one with a sitemap. */
final class Newspapers implements HostType {
  @Override
  public void open(Simulation simulation, Hosts hosts) {
    for (Site site : Site.ALL) {
      NewspaperHost host = new NewspaperHost(simulation, site);
      hosts.add(site.host(), host);
      hosts.pending("site/" + site.host(), host::unserved);
    }
    if (simulation.faults().frequency(Fault.ODD_SITEMAP) > 0) {
      simulation.witness.unknown(Sitemaps.SOURCE);
    }
  }

  @Override
  public void describe(SimulatorSources settings, String every) {
    for (Site site : Site.ALL) {
      settings.site(site.host(), site == Site.COURIER ? ", zone: Europe/Berlin" : "");
      settings.feed(
          site.name().toLowerCase(Locale.ROOT), site.host() + NewspaperHost.feedPath(site), "5s");
    }
    settings.sitemap("gazette", Site.GAZETTE.host(), "60s");
  }
}
