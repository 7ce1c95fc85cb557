package dev.weir.scrapers.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptRulesTest {
  private static final String RUSSIAN =
      "Сегодня в городе открыли новый мост через реку. Жители долго ждали этого события, и я тоже.";
  private static final String UKRAINIAN =
      "Сьогодні в місті відкрили новий міст через річку. Її довго чекали всі жителі України.";
  private static final String THAI =
      "วันนี้อากาศดีมาก ประเทศไทยมีประชากรประมาณเจ็ดสิบล้านคน กรุงเทพมหานครเป็นเมืองหลวง";

  @ParameterizedTest
  @ValueSource(strings = {"IBM866", "x-MacCyrillic", "windows-1251", "KOI8-R", "ISO-8859-5"})
  void russianIsReadInWhateverCharsetItIsWritten(String charset) {
    assertThat(read(RUSSIAN, charset)).contains(RUSSIAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"KOI8-U", "windows-1251"})
  void theLettersThatUkrainianHasBesideRussianAreRead(String charset) {
    assertThat(read(UKRAINIAN, charset)).contains(UKRAINIAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-windows-874", "TIS-620"})
  void thaiIsRead(String charset) {
    assertThat(read(THAI, charset)).contains(THAI);
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1253, Σήμερα στην πόλη άνοιξε η νέα γέφυρα πάνω από τον ποταμό και όλοι χάρηκαν",
    "windows-1255, היום נפתח בעיר הגשר החדש מעל הנהר וכל התושבים שמחו מאוד על כך",
    "windows-1256, افتتح اليوم في المدينة الجسر الجديد فوق النهر وفرح جميع السكان بذلك كثيرا",
    "Shift_JIS, 今日は町に新しい橋が開通し、住民は皆とても喜んでいます。",
    "EUC-JP, 今日は町に新しい橋が開通し、住民は皆とても喜んでいます。",
    "GB18030, 今天城市里新建的大桥正式通车了，所有的居民都非常高兴，他们等了很久。",
    "Big5, 今天城市裡新建的大橋正式通車了，所有的居民都非常高興，他們等了很久。",
    "EUC-KR, 오늘 도시에 새 다리가 개통되어 모든 주민들이 매우 기뻐하고 있습니다",
  })
  void otherScriptsAreNotTakenForThese(String charset, String text) {
    assertThat(ScriptRules.tell(text.getBytes(Charset.forName(charset))))
        .isEqualTo(Optional.empty());
  }

  private static String read(String text, String charset) {
    byte[] page =
        ("<html><head><title>News</title></head><body><p>" + text + "</p></body></html>")
            .getBytes(Charset.forName(charset));
    return new String(page, CharsetGuesser.guess(page));
  }
}
