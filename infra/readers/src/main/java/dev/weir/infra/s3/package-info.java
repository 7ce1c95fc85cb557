/** Direct access to the bucket: an interface of ours, and the one class that speaks S3. */
@NullMarked
package dev.weir.infra.s3;

import org.jspecify.annotations.NullMarked;
