package io.distappguard.telemetry.sysdig;

import java.util.Map;

/** Ports by the names that older versions of sysdig print for them, after IANA's registry. */
final class ServicePorts {

  private static final Map<String, String> NUMBERS =
      Map.ofEntries(
          Map.entry("ftp", "21"),
          Map.entry("ssh", "22"),
          Map.entry("telnet", "23"),
          Map.entry("smtp", "25"),
          Map.entry("domain", "53"),
          Map.entry("bootps", "67"),
          Map.entry("bootpc", "68"),
          Map.entry("http", "80"),
          Map.entry("kerberos", "88"),
          Map.entry("pop3", "110"),
          Map.entry("sunrpc", "111"),
          Map.entry("ntp", "123"),
          Map.entry("imap2", "143"),
          Map.entry("imap", "143"),
          Map.entry("snmp", "161"),
          Map.entry("bgp", "179"),
          Map.entry("ldap", "389"),
          Map.entry("https", "443"),
          Map.entry("microsoft-ds", "445"),
          Map.entry("syslog", "514"),
          Map.entry("ldaps", "636"),
          Map.entry("imaps", "993"),
          Map.entry("pop3s", "995"),
          Map.entry("ms-sql-s", "1433"),
          Map.entry("mqtt", "1883"),
          Map.entry("nfs", "2049"),
          Map.entry("mysql", "3306"),
          Map.entry("postgresql", "5432"),
          Map.entry("amqp", "5672"),
          Map.entry("redis", "6379"),
          Map.entry("http-alt", "8080"),
          Map.entry("webcache", "8080"),
          Map.entry("zabbix-agent", "10050"),
          Map.entry("memcache", "11211"),
          Map.entry("mongodb", "27017"));

  private ServicePorts() {}

  /** The number of a port that may be named; what is not known stays as it is. */
  static String number(String port) {
    return NUMBERS.getOrDefault(port, port);
  }
}
