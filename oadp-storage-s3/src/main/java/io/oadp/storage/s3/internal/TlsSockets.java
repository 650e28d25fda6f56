// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3.internal;

import io.oadp.api.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.jspecify.annotations.Nullable;

/** TLS that trusts a location's own certificates besides the runtime's, or everything. */
final class TlsSockets {
  private TlsSockets() {}

  /** Trusts what the runtime trusts, and these. */
  static SSLConnectionSocketFactory trusting(String location, String pem) {
    try {
      Collection<? extends Certificate> added =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
      if (added.isEmpty()) {
        throw new ConfigurationException(
            "backup storage location '" + location + "': caCert holds no PEM certificate");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int n = 0;
      for (X509Certificate each : runtimeTrusts()) {
        store.setCertificateEntry("runtime-" + n++, each);
      }
      for (Certificate each : added) {
        store.setCertificateEntry("location-" + n++, each);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return new SSLConnectionSocketFactory(context(factory.getTrustManagers()));
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigurationException(
          "backup storage location '"
              + location
              + "': caCert must be one or more certificates in PEM: "
              + e.getMessage(),
          e);
    }
  }

  /** Trusts whoever answers. */
  static SSLConnectionSocketFactory trustingAll() {
    try {
      return new SSLConnectionSocketFactory(
          context(new TrustManager[] {new TrustsAll()}), NoopHostnameVerifier.INSTANCE);
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException("this Java runtime has no TLS", e);
    }
  }

  private static SSLContext context(TrustManager[] managers) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, null);
    return context;
  }

  private static X509Certificate[] runtimeTrusts() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((@Nullable KeyStore) null);
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509TrustManager manager) {
        return manager.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  /** The extended type, or else the runtime would check host names after all. */
  private static final class TrustsAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
