package dev.weir.infra.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputFormatTest {
  private static final Rows NO_ROWS = Rows.of(List.of("a", "a"), List.of());

  @Test
  void csvTellsNullFromTheEmptyStringAndQuotesWhatMustBe() throws Exception {
    assertThat(
            written(
                OutputFormat.CSV,
                Arrays.<@Nullable Object>asList(null, "", "a,b"),
                Arrays.<@Nullable Object>asList("say \"hi\"", "two\nlines", "plain"),
                Arrays.<@Nullable Object>asList(7, new BigDecimal("1.50"), List.of("x", "y")),
                Arrays.<@Nullable Object>asList("grün", "a\rb", Map.of("k", 1))))
        .isEqualTo(
            """
            one,two,three
            ,"","a,b"
            "say ""hi""\","two
            lines",plain
            7,1.50,"[""x"",""y""]"
            grün,"a\rb","{""k"":1}"
            """);
  }

  @Test
  void csvOfNoRowsIsAHeaderAndLeavesTheWriterOpen() throws Exception {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    assertThat(OutputFormat.CSV.write(NO_ROWS, out)).isZero();
    out.println("more");
    assertThat(out.checkError()).isFalse();
    assertThat(text.toString().lines()).containsExactly("a,a", "more");
  }

  @Test
  void tableAlignsNumbersToTheRightAndCutsLongTexts() throws Exception {
    assertThat(
            written(
                OutputFormat.TABLE,
                Arrays.<@Nullable Object>asList(7, null, "x".repeat(70)),
                Arrays.<@Nullable Object>asList(1234, "ab", "y")))
        .isEqualTo(
            """
            one   two  three
            ----  ---  %s
               7       %s…
            1234  ab   y
            """
                .formatted("-".repeat(60), "x".repeat(59)));
  }

  @Test
  void aTerminalIsNotMadeToObeyWhatAServerSent() throws Exception {
    assertThat(written(OutputFormat.TABLE, List.of("\u001b[2J", "a\nb", "\u009bx")))
        .doesNotContain("\u001b", "\u009b")
        .contains("a b");
    assertThat(Columns.lines(List.of(List.of("SOURCE", "DETAIL"), List.of("a", "x\u001b[31m\ny"))))
        .containsExactly("SOURCE  DETAIL", "a       x [31m y");
  }

  @SafeVarargs
  private static String written(OutputFormat format, List<? extends @Nullable Object>... rows)
      throws Exception {
    StringWriter text = new StringWriter();
    List<List<@Nullable Object>> all =
        Arrays.stream(rows)
            .<List<@Nullable Object>>map(row -> Arrays.asList(row.toArray()))
            .toList();
    long count = format.write(Rows.of(List.of("one", "two", "three"), all), new PrintWriter(text));
    assertThat(count).isEqualTo(rows.length);
    return text.toString();
  }
}
