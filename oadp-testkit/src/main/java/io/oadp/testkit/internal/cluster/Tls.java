// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What the server needs for HTTPS: the key in a context, and the certificate that clients trust.
 *
 * @param context serves with the key
 * @param caPem the last certificate of the chain
 */
public record Tls(SSLContext context, String caPem) {
  /**
   * Takes the key out of a store.
   *
   * @param store holds one key with its certificates
   * @param password of the store and the key
   * @return what the server needs
   * @throws IllegalArgumentException if there is no usable key
   */
  public static Tls of(KeyStore store, char[] password) {
    try {
      String alias =
          Collections.list(store.aliases()).stream()
              .filter(a -> isKey(store, a))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "the key store has no key: make one with keytool -genkeypair -ext"
                              + " san=ip:127.0.0.1"));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      Certificate[] chain = store.getCertificateChain(alias);
      return new Tls(context, pem(chain[chain.length - 1]));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key store cannot be used: check its password", e);
    }
  }

  private static boolean isKey(KeyStore store, String alias) {
    try {
      return store.isKeyEntry(alias);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key store is not loaded", e);
    }
  }

  private static String pem(Certificate certificate) throws GeneralSecurityException {
    byte[] line = "\n".getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, line).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
