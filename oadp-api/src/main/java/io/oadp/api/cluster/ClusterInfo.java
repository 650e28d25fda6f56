// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.cluster;

/**
 * Which cluster this is.
 *
 * @param uid the uid of its {@code kube-system} namespace, the usual identity of a cluster; empty
 *     if it may not be read
 * @param gitVersion the server's version, such as {@code v1.36.3}
 * @param major the major version as the server tells it, such as {@code 1}
 * @param minor the minor version as the server tells it, such as {@code 36} or {@code 36+}
 */
public record ClusterInfo(String uid, String gitVersion, String major, String minor) {}
