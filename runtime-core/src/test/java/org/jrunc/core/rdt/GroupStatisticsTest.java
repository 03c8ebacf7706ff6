package org.jrunc.core.rdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.core.compile.ResctrlFacts;
import org.jrunc.spec.events.IntelRdtStatistics;
import org.jrunc.spec.json.SpecReader;
import org.jrunc.spec.json.SpecWriter;
import org.jrunc.spec.linux.IntelRdt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a directory such as resctrl shows. */
class GroupStatisticsTest {
  @TempDir Path top;

  private void file(String name, String content) throws IOException {
    var file = top.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, content);
  }

  private IntelRdtStatistics read(String config, boolean can) {
    var wanted = SpecReader.read(config.getBytes(StandardCharsets.UTF_8), IntelRdt.class);
    return new GroupStatistics(new ResctrlFacts(top.toString(), can, can, can), wanted, "c1")
        .read();
  }

  @Test
  void tellsSharesAndTraffic() throws IOException {
    file("info/L3/cbm_mask", "fffff\n");
    file("info/L3/min_cbm_bits", "1\n");
    file("info/L3/num_closids", "16\n");
    file("info/MB/bandwidth_gran", "10\n");
    file("info/MB/delay_linear", "1\n");
    file("info/MB/min_bandwidth", "10\n");
    file("info/MB/num_closids", "8\n");
    file("info/L3_MON/mon_features", "llc_occupancy\nmbm_total_bytes\nmbm_local_bytes\n");
    file("schemata", "    MB:0=100\n    L3:0=fffff\n");
    file("c1/schemata", "    MB:0=20\n    L3:0=7f0\n");
    file("c1/mon_data/mon_L3_00/mbm_total_bytes", "300\n");
    file("c1/mon_data/mon_L3_00/mbm_local_bytes", "200\n");
    file("c1/mon_data/mon_L3_00/llc_occupancy", "100\n");
    file("c1/mon_data/mon_L3_01/mbm_total_bytes", "Unavailable\n");
    assertThat(SpecWriter.compact(read("{}", true)))
        .isEqualTo(
            """
            {"l3_cache_info":{"cbm_mask":"fffff","min_cbm_bits":1,"num_closids":16},\
            "l3_cache_schema_root":"L3:0=fffff","l3_cache_schema":"L3:0=7f0",\
            "mem_bw_info":{"bandwidth_gran":10,"delay_linear":1,"min_bandwidth":10,"num_closids":8},\
            "mem_bw_schema_root":"MB:0=100","mem_bw_schema":"MB:0=20",\
            "schemata":["MB:0=20","L3:0=7f0"],\
            "mbm_stats":[{"mbm_total_bytes":300,"mbm_local_bytes":200},{}],\
            "cmt_stats":[{"llc_occupancy":100},{}]}\
            """);
  }

  @Test
  void looksInTheGroupThatHasTheName() throws IOException {
    file("info/L3_MON/mon_features", "llc_occupancy\n");
    file("fast/schemata", "L3:0=f\n");
    file("fast/mon_groups/c1/mon_data/mon_L3_00/llc_occupancy", "7\n");
    assertThat(SpecWriter.compact(read("{\"closID\":\"fast\",\"enableMonitoring\":true}", true)))
        .contains("\"l3_cache_schema\":\"L3:0=f\"", "\"cmt_stats\":[{\"llc_occupancy\":7}]")
        .doesNotContain("mbm_stats");
  }

  @Test
  void whatIsNotThereIsMissing() {
    assertThat(read("{}", false)).isEqualTo(IntelRdtStatistics.NONE);
  }
}
