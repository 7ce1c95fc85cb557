/** URLs as identities: normal forms and registrable domains. Pure: no network, no clock. */
@NullMarked
package dev.weir.ingest.url;

import org.jspecify.annotations.NullMarked;
