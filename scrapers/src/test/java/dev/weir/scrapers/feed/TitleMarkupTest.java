package dev.weir.scrapers.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitleMarkupTest {
  @ParameterizedTest
  @CsvSource({
    "Weir <b>opens</b> today, Weir opens today",
    "Weir <B CLASS=x>opens today, Weir opens today",
    "One<br>two<br/>three, One two three",
    "<p>First</p><p>Second</p>, First Second",
    "<a href='/1'>Alert one</a>, Alert one",
    "How <picture> and <video> load, How <picture> and <video> load",
    "On The <dl>, On The <dl>",
    "The <i>new</i> <dialog> element, The new <dialog> element",
    "Use of &lt;title&gt; by type, Use of <title> by type",
    "AT&amp;T &mdash; 5 < 6 & 7 > 6, AT&T — 5 < 6 & 7 > 6",
    "List<String> or Map<K>, List<String> or Map<K>",
    "Rain<script>alert(1)</script>!, Rain !",
    "<![CDATA[Rain]]><!-- old -->, Rain",
  })
  void onlyTheMarkupOfATitleGoes(String written, String read) {
    assertThat(FeedValues.title(written, 1_000)).contains(read);
  }
}
