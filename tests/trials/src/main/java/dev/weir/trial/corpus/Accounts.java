package dev.weir.trial.corpus;

import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.oracle.Oracle.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the holdings of one moment say of the recordings.
 *
 * @param feeds what came of the feeds and their items; their endings are in the ledger, too
 */
record Accounts(Ledger ledger, FeedAccounts.Outcome feeds) {
  static Accounts of(Corpus corpus, Set<Recording> served, Holdings holdings) throws IOException {
    Explained explained = new Explained();
    List<Ending> endings = new ArrayList<>(PageAccounts.of(corpus, served, holdings, explained));
    FeedAccounts.Outcome feeds = FeedAccounts.of(corpus, served, holdings, explained);
    endings.addAll(feeds.endings());
    PostAccounts posts = new PostAccounts(corpus, served, holdings, explained);
    endings.addAll(posts.statuses());
    endings.addAll(posts.messages());
    return new Accounts(new Ledger(endings, explained.strangers(holdings)), feeds);
  }
}
