package dev.weir.ingest.url;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Query parameters that only track how a reader came to a site, and so are not part of a page's
 * address.
 *
 * <p>The lists follow the documentation of the tools that send them (Google Analytics, Matomo, AT
 * Internet, HubSpot, Mailchimp, …) and what browsers strip. A short name that selects content
 * elsewhere is listed only for its hosts.
 */
final class Tracking {
  private static final List<String> PREFIXES =
      List.of(
          // analytics campaigns
          "utm_",
          "ga_",
          "mtm_",
          "matomo_",
          "pk_",
          "piwik_",
          "itm_",
          "hmb_",
          // AT Internet, now Piano: https://support.piano.io
          "at_campaign",
          "at_medium",
          "at_custom",
          "at_link",
          "at_ptr",
          "at_bbc",
          "at_format",
          "at_creation",
          "at_variant",
          "ns_mchannel",
          "ns_source",
          "ns_campaign",
          "ns_linkname",
          // mail and customer tools
          "hsa_",
          "__hs",
          "_hs",
          "oly_",
          "vero_",
          "elqtrack",
          "guce_referrer",
          "trk_",
          "_bta_",
          "_branch_",
          "ml_subscriber",
          // Facebook's sharing
          "fb_action_",
          "fb_comment_",
          "__cft__");

  private static final Set<String> NAMES =
      Set.of(
          // Facebook, Instagram
          "fbclid",
          "fb_ref",
          "fb_source",
          "fbc_id",
          "action_object_map",
          "action_type_map",
          "action_ref_map",
          "__tn__",
          "mibextid",
          "igshid",
          "igsh",
          "ig_rid",
          "ig_mid",
          // Google
          "_ga",
          "_gl",
          "_gac",
          "gclid",
          "gclsrc",
          "dclid",
          "gbraid",
          "wbraid",
          "gad_source",
          "gad_campaignid",
          "gs_l",
          "srsltid",
          "usqp",
          "amp_gsa",
          "amp_js_v",
          // other networks' clicks
          "msclkid",
          "yclid",
          "ysclid",
          "ymclid",
          "yadclid",
          "ybaip",
          "_openstat",
          "twclid",
          "__twitter_impression",
          "ref_src",
          "ref_url",
          "ttclid",
          "tt_medium",
          "tt_content",
          "sccid",
          "rdt_cid",
          "li_fat_id",
          "epik",
          "qclid",
          "rb_clickid",
          "wickedid",
          "tblci",
          "obclid",
          "dicbo",
          "oborigurl",
          "outbrainclickid",
          "irclickid",
          "irgwc",
          "awc",
          "cjevent",
          "cjdata",
          "sscid",
          "zanpid",
          "ranmid",
          "raneaid",
          "ransiteid",
          "spm",
          // mail and customer tools
          "mc_cid",
          "mc_eid",
          "mc_tc",
          "mkt_tok",
          "hsctatracking",
          "__s",
          "_ke",
          "_kx",
          "ck_subscriber_id",
          "vgo_ee",
          "dm_i",
          "dm_t",
          "bbeml",
          "nr_email_referer",
          "sailthru_source",
          "s_kwcid",
          "ef_id",
          "wt_mc",
          "wt_zmc",
          "wt.mc_id",
          "wt.nav",
          // newspapers' and publishers' own
          "echobox",
          "s_cid",
          "sc_cid",
          "ncid",
          "cmpid",
          "icid",
          "ocid",
          "smid",
          "smtyp",
          "xtor",
          "xtref",
          "guccounter");

  private static final Set<String> OF_YOUTUBE = Set.of("si", "feature");
  private static final Set<String> OF_TWITTER = Set.of("s", "t", "cn");

  /** Parameters that track only on these registrable domains. */
  private static final Map<String, Set<String>> OF_DOMAIN =
      Map.of(
          "youtu.be",
          OF_YOUTUBE,
          "youtube.com",
          OF_YOUTUBE,
          "spotify.com",
          Set.of("si", "context"),
          "twitter.com",
          OF_TWITTER,
          "x.com",
          OF_TWITTER,
          "reddit.com",
          Set.of("share_id", "rdt"),
          "linkedin.com",
          Set.of("trk", "trackingid", "rcm"),
          "tiktok.com",
          Set.of("_r", "_t", "is_from_webapp", "sender_device", "is_copy_url"));

  private Tracking() {}

  /**
   * Says whether a parameter only tracks.
   *
   * @param host the URL's host in lower case
   * @param name the parameter's name, without needless escapes, in any case
   */
  static boolean isTracking(String host, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    // Left over when an address was copied out of HTML without being unescaped.
    String plain = lower.startsWith("amp;") ? lower.substring(4) : lower;
    return NAMES.contains(plain)
        || PREFIXES.stream().anyMatch(plain::startsWith)
        || OF_DOMAIN.getOrDefault(Domains.registrable(host), Set.of()).contains(plain);
  }
}
