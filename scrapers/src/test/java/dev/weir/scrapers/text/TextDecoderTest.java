package dev.weir.scrapers.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.scrapers.text.DecodedText.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextDecoderTest {
  private static final Charset CYRILLIC = Charset.forName("windows-1251");

  @Test
  void aByteOrderMarkBeatsEverything() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    body.write("<meta charset=windows-1251>é".getBytes(StandardCharsets.UTF_8));

    DecodedText text =
        TextDecoder.html(body.toByteArray(), Optional.of("text/html; charset=koi8-r"));

    assertThat(text.text()).isEqualTo("<meta charset=windows-1251>é");
    assertThat(text.source()).isEqualTo(Source.BYTE_ORDER_MARK);
  }

  @Test
  void theHeaderBeatsTheDocument() {
    DecodedText text =
        TextDecoder.html(
            "<meta charset=koi8-r>Да".getBytes(CYRILLIC),
            Optional.of("text/html; charset=\"Windows-1251\""));

    assertThat(text.text()).endsWith("Да");
    assertThat(text.source()).isEqualTo(Source.HTTP);
  }

  @Test
  void theDocumentDeclaresACharset() {
    String html =
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>Да";

    DecodedText text = TextDecoder.html(html.getBytes(CYRILLIC), Optional.of("text/html"));

    assertThat(text.text()).endsWith("Да");
    assertThat(text.source()).isEqualTo(Source.DOCUMENT);
  }

  @Test
  void aDeclarationInACommentDoesNotCount() {
    DecodedText text =
        TextDecoder.html(
            "<!-- <meta charset=koi8-r> -->é".getBytes(StandardCharsets.UTF_8), Optional.empty());

    assertThat(text.charset()).isEqualTo("UTF-8");
  }

  @Test
  void latinOneMeansWindows() {
    DecodedText text =
        TextDecoder.html(new byte[] {(byte) 0x80}, Optional.of("text/html; charset=ISO-8859-1"));

    assertThat(text.text()).isEqualTo("€");
  }

  @Test
  void withoutAnyDeclarationTheBytesDecide() {
    String russian =
        "<p>Пример обычного русского текста, в котором довольно много слов и букв, чтобы угадать кодировку.";

    assertThat(TextDecoder.html(russian.getBytes(CYRILLIC), Optional.empty()).text())
        .isEqualTo(russian);
    assertThat(TextDecoder.html(russian.getBytes(StandardCharsets.UTF_8), Optional.empty()).text())
        .isEqualTo(russian);
  }

  @Test
  void anUnknownLabelIsPassedOver() {
    DecodedText text =
        TextDecoder.html(
            "é".getBytes(StandardCharsets.UTF_8), Optional.of("text/html; charset=utf-99"));

    assertThat(text.text()).isEqualTo("é");
  }

  @Test
  void aDescriptionThatSpeaksOfCharsetsDeclaresNone() {
    String html =
        "<meta name=description content='How to set charset=gbk in a page'>"
            + "<title>Write <meta charset=koi8-r></title><script>'<meta charset=big5>'</script>"
            + "<meta charset=windows-1251>Да";

    assertThat(TextDecoder.html(html.getBytes(CYRILLIC), Optional.empty()).text()).isEqualTo(html);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<meta http-equiv=Content-Type content='text/html'>"
            + "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>",
        "<meta charset=utf-99><meta charset=' Windows-1251 '>",
        "<meta httpequiv='ContentType' content='text/html; charset=windows-1251' />",
        "<meta name='Content-Type' content='text/html;charset=windows-1251'>",
        "<meta http-equiv=content-type content='text/html charset=cp1251'>",
        "<meta http-equiv=Content-Type content=text/html; charset=windows-1251>",
        "<meta name=charset content=windows1251>",
        "<?xml version='1.0' encoding='windows-1251'?>",
        "<title>a > b</title><meta name=x content='a > b'><META CharSet = 'x-cp1251'>",
      })
  void everyWayToDeclareACharsetIsRead(String declaration) {
    String html = declaration + "<p>Ёж";

    DecodedText text = TextDecoder.html(html.getBytes(CYRILLIC), Optional.of("text/html"));

    assertThat(text.text()).isEqualTo(html);
    assertThat(text.source()).isEqualTo(Source.DOCUMENT);
  }

  @Test
  void bytesThatAreUtf8ContradictAStaleDeclaration() {
    String html = "<meta charset=windows-1251><p>Новости дня";

    DecodedText text =
        TextDecoder.html(
            html.getBytes(StandardCharsets.UTF_8), Optional.of("text/html; charset=iso-8859-1"));

    assertThat(text.text()).isEqualTo(html);
    assertThat(text.source()).isEqualTo(Source.DETECTED);
  }

  @Test
  void bytesThatAreNoUtf8ContradictItsDeclaration() {
    String html = "<meta charset=utf-8><p>Русский заголовок новости дня, в котором много слов";

    assertThat(TextDecoder.html(html.getBytes(CYRILLIC), Optional.empty()).text()).isEqualTo(html);
    assertThat(
            TextDecoder.html(html.getBytes(CYRILLIC), Optional.of("text/html; charset=utf-8"))
                .text())
        .isEqualTo(html);
  }

  @Test
  void aHeaderThatTheBytesContradictGivesWayToTheDocument() {
    String html = "<meta charset=windows-1251><p>Ёж";

    DecodedText text =
        TextDecoder.html(html.getBytes(CYRILLIC), Optional.of("text/html; charset=utf-8"));

    assertThat(text.text()).isEqualTo(html);
    assertThat(text.source()).isEqualTo(Source.DOCUMENT);
  }

  @Test
  void aFewBrokenBytesDoNotCostTheDeclaredCharset() {
    byte[] body =
        "<meta charset=utf-8><p>Größe, Übermut, Ärger und x".getBytes(StandardCharsets.UTF_8);
    body[body.length - 1] = (byte) 0xE4;

    assertThat(TextDecoder.html(body, Optional.empty()).text()).contains("Größe, Übermut, Ärger");
  }

  @Test
  void halfACharacterBeforeATagDoesNotCostTheTag() {
    for (String charset : new String[] {"gbk", "shift_jis", "euc-kr", "euc-jp", "big5", "utf-8"}) {
      byte[] body = ("<meta charset=" + charset + "><a>#</a>").getBytes(StandardCharsets.US_ASCII);
      body[body.length - 5] = (byte) 0xE3;

      assertThat(TextDecoder.html(body, Optional.empty()).text()).as(charset).endsWith("</a>");
    }
  }

  @Test
  void utf16WithoutAMarkIsKnownByItsZeroBytes() {
    String html = "<html><meta charset=utf-8>Да";

    assertThat(TextDecoder.html(html.getBytes(StandardCharsets.UTF_16LE), Optional.empty()).text())
        .isEqualTo(html);
    assertThat(TextDecoder.html(html.getBytes(StandardCharsets.UTF_16BE), Optional.empty()).text())
        .isEqualTo(html);
    assertThat(
            TextDecoder.html(
                    html.getBytes(StandardCharsets.UTF_8), Optional.of("text/html; charset=utf-16"))
                .text())
        .isEqualTo(html);
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1251, В понедельник вечером шторм достиг побережья",
    "KOI8-R, В понедельник вечером шторм достиг побережья",
    "windows-1251, У понеділок увечері шторм дістався узбережжя",
    "windows-1253, Η καταιγίδα έφτασε στην ακτή το βράδυ της Δευτέρας",
    "windows-1255, הסערה הגיעה לחוף ביום שני בערב ועקרה גגות",
    "windows-1256, وصلت العاصفة إلى الساحل مساء يوم الاثنين واقتلعت أسطح",
    "windows-31j, 月曜の夜に嵐が海岸に達し、約四十軒の屋根が飛ばされた",
    "EUC-JP, 月曜の夜に嵐が海岸に達し、約四十軒の屋根が飛ばされた",
    "ISO-2022-JP, 月曜の夜に嵐が海岸に達し、約四十軒の屋根が飛ばされた",
    "EUC-KR, 월요일 저녁 폭풍이 해안에 도달하여 지붕이 날아갔다",
    "Big5, 週一晚上暴風雨抵達海岸，市長說，大約四十座房屋的屋頂被吹走",
    "GB18030, 周一晚上风暴到达海岸，市长说大约四十座房屋的屋顶被吹走",
    "windows-1252, La tempête a atteint la côte lundi soir et a arraché les toits des maisons",
  })
  void scriptsAndEnglishMenusDoNotMisleadTheDetector(String charset, String words) {
    String html =
        "<html><head><title>"
            + words
            + "</title><script>function open(menu) { return menu.style.display = 'block'; }</script>"
            + "</head><body><div class=header><a href=/about>About us</a></div><p>"
            + words
            + "</p><div>Copyright 2009. All rights reserved by the publisher</div></body></html>";

    assertThat(TextDecoder.html(html.getBytes(Charset.forName(charset)), Optional.empty()).text())
        .isEqualTo(html);
  }
}
