// SPDX-License-Identifier: Apache-2.0
/** Specs, results and plugin interfaces of OADP for Java. */
module io.oadp.api {
  requires transitive com.google.gson;
  requires static transitive org.jspecify;

  exports io.oadp.api;
  exports io.oadp.api.cluster;
  exports io.oadp.api.item;
  exports io.oadp.spi;
  exports io.oadp.spi.storage;
}
