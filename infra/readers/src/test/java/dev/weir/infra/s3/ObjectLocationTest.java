package dev.weir.infra.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ObjectLocationTest {

  @Test
  void theSchemesOfHadoopAndIcebergMeanTheSame() {
    ObjectLocation expected = new ObjectLocation("weir", "warehouse/a b.parquet");

    assertThat(ObjectLocation.parse("s3a://weir/warehouse/a b.parquet")).isEqualTo(expected);
    assertThat(ObjectLocation.parse("s3://weir/warehouse/a b.parquet")).isEqualTo(expected);
  }

  @Test
  void aBucketAloneHasAnEmptyKey() {
    assertThat(ObjectLocation.parse("s3://weir")).isEqualTo(new ObjectLocation("weir", ""));
  }

  @Test
  void anythingElseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ObjectLocation.parse("file:/tmp/x"))
        .withMessage("Expected s3:// or s3a:// URI, got: file:/tmp/x");
    assertThatIllegalArgumentException().isThrownBy(() -> ObjectLocation.parse("s3:///x"));
  }
}
