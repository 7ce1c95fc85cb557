package dev.weir.simulator.world;

import dev.weir.simulator.chance.Dice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sentences out of small vocabularies. */
final class Words {
  static final List<String> LANGUAGES = List.of("en", "en", "de", "en", "fr", "de", "en", "tr");

  static final List<String> TAGS =
      List.of(
          "weather",
          "harbour",
          "Election",
          "football",
          "climate",
          "railway",
          "Istanbul",
          "books",
          "energy",
          "budget",
          "music",
          "Brücken",
          "science",
          "cinema",
          "markets",
          "health",
          "school",
          "gardening",
          "river",
          "cycling",
          "opensource",
          "Théâtre",
          "history",
          "space");

  private static final Map<String, List<String>> VOCABULARY =
      Map.of(
          "en",
          words(
              "the council has today agreed that new bridge over river should open before winter"
                  + " while residents of old harbour still wait for answers about noise dust and"
                  + " money from those who promised quick repairs after last year storm"),
          "de",
          words(
              "der Rat hat heute beschlossen dass die neue Brücke über den Fluss noch vor dem Winter"
                  + " öffnen soll während Anwohner am alten Hafen weiter auf Antworten zu Lärm Staub"
                  + " und Kosten warten die ihnen nach dem Sturm versprochen wurden"),
          "fr",
          words(
              "le conseil a décidé que le nouveau pont sur la rivière doit ouvrir avant cet hiver"
                  + " tandis que les habitants du vieux port attendent encore des réponses sur le"
                  + " bruit la poussière et les coûts promis après la tempête"),
          "tr",
          words(
              "meclis bugün yeni köprünün kıştan önce açılmasına karar verdi eski limanda oturanlar"
                  + " ise gürültü toz ve masraflar için verilen sözlerin fırtınadan sonra"
                  + " tutulmasını hâlâ bekliyor"));

  private static final List<String> NAMES =
      List.of(
          "mara", "jonas", "ayse", "pierre", "ruth", "omar", "lena", "tom", "ines", "kofi", "sara",
          "emil", "nora", "ivan", "zoe", "hugo");

  static final List<Person> PEOPLE =
      IntStream.range(0, 240)
          .mapToObj(i -> new Person(i, NAMES.get(i % NAMES.size()) + i))
          .toList();

  private Words() {}

  static String sentence(SplittableRandom random, String language, int length) {
    List<String> words = VOCABULARY.getOrDefault(language, List.of("word"));
    String sentence =
        IntStream.range(0, length)
            .mapToObj(i -> Dice.any(random, words))
            .collect(Collectors.joining(" "));
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1) + ".";
  }

  static String paragraph(SplittableRandom random, String language) {
    return IntStream.range(0, 3 + random.nextInt(3))
        .mapToObj(i -> sentence(random, language, 8 + random.nextInt(12)))
        .collect(Collectors.joining(" "));
  }

  static String byline(SplittableRandom random) {
    return capital(Dice.any(random, NAMES)) + " " + capital(Dice.any(random, NAMES)) + "son";
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }
}
