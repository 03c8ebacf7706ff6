package org.jrunc.core.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.jrunc.spec.json.SpecReader;
import org.jrunc.spec.json.SpecWriter;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceUpdateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'memory':{'limit':1}} | {} | {'memory':{'limit':1}}",
        "{} | {'memory':{'limit':1}} | {'memory':{'limit':1}}",
        "{'memory':{'limit':1,'swap':2}} | {'memory':{'limit':0,'swap':3}}"
            + "| {'memory':{'limit':1,'swap':3}}",
        "{'memory':{'limit':1,'swap':2}} | {'memory':{'limit':-1}}"
            + "| {'memory':{'limit':-1,'swap':-1}}",
        "{'memory':{'swappiness':9}} | {'memory':{'swappiness':0}} | {'memory':{'swappiness':0}}",
        "{'cpu':{'quota':1,'period':2}} | {'cpu':{'quota':3}} | {'cpu':{'quota':3,'period':2}}",
        "{'cpu':{'shares':1,'burst':4}} | {'cpu':{'idle':1,'burst':0}}"
            + "| {'cpu':{'burst':0,'idle':1}}",
        "{'cpu':{'shares':1,'cpus':'0'}} | {'cpu':{'idle':0,'shares':5,'mems':'1'}}"
            + "| {'cpu':{'shares':5,'cpus':'0','mems':'1','idle':0}}",
        "{'pids':{'limit':1}} | {'pids':{}} | {'pids':{'limit':1}}",
        "{'pids':{'limit':1}} | {'pids':{'limit':0}} | {'pids':{'limit':0}}",
        "{'unified':{'a':'1','b':'1'}} | {'unified':{'a':'2'}} | {'unified':{'a':'2'}}",
        "{'blockIO':{'weight':7,'throttleReadBpsDevice':[{'major':1,'minor':2,'rate':3},"
            + "{'major':1,'minor':2,'rate':4}]}}"
            + "| {'blockIO':{'throttleReadBpsDevice':[{'major':1,'minor':2,'rate':5},"
            + "{'major':1,'minor':3,'rate':6}]}}"
            + "| {'blockIO':{'weight':7,'throttleReadBpsDevice':["
            + "{'major':1,'minor':2,'rate':3},{'major':1,'minor':2,'rate':5},"
            + "{'major':1,'minor':3,'rate':6}]}}",
        "{'blockIO':{'weightDevice':[{'major':1,'minor':2,'weight':3,'leafWeight':4}]}}"
            + "| {'blockIO':{'weightDevice':[{'major':1,'minor':2,'weight':5}]}}"
            + "| {'blockIO':{'weightDevice':["
            + "{'major':1,'minor':2,'weight':5,'leafWeight':4}]}}",
        "{'hugepageLimits':[{'pageSize':'2MB','limit':1}]}"
            + "| {'hugepageLimits':[{'pageSize':'2MB','limit':2},{'pageSize':'1GB','limit':3}]}"
            + "| {'hugepageLimits':[{'pageSize':'2MB','limit':2},{'pageSize':'1GB','limit':3}]}",
        "{'rdma':{'a':{'hcaHandles':1}},'network':{'priorities':[{'name':'lo','priority':1}]}}"
            + "| {'rdma':{'b':{'hcaHandles':2}},"
            + "'network':{'classID':4,'priorities':[{'name':'lo','priority':2}]}}"
            + "| {'network':{'classID':4,'priorities':[{'name':'lo','priority':2}]},"
            + "'rdma':{'a':{'hcaHandles':1},'b':{'hcaHandles':2}}}",
      })
  void changesWhatIsGiven(String before, String given, String after) {
    var linux = Linux.EMPTY.withResources(resources(before));
    var update = ResourceUpdate.of(linux, resources(given));
    assertThat(SpecWriter.compact(update.after().resources()))
        .isEqualTo(SpecWriter.compact(resources(after)));
  }

  private static Resources resources(String json) {
    return SpecReader.read(json.replace('\'', '"').getBytes(UTF_8), Resources.class);
  }
}
