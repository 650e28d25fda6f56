// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides for {@link RequiresPeers}, and says at the end of the run which suites were left out. */
final class PeersCondition implements ExecutionCondition {
  private static final Logger LOG = LoggerFactory.getLogger(PeersCondition.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<Peer> peers =
        context
            .getElement()
            .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresPeers.class))
            .map(annotation -> Arrays.asList(annotation.value()))
            .orElse(List.of());
    if (peers.isEmpty()) {
      return ConditionEvaluationResult.enabled("needs no peer");
    }
    Optional<Lab> lab = Lab.fromEnvironment();
    if (lab.isEmpty()) {
      leftOut(context).suites.add(context.getRequiredTestClass().getSimpleName());
      String names = peers.stream().map(Peer::toString).collect(Collectors.joining(", "));
      return ConditionEvaluationResult.disabled(
          "left out: needs " + names + "; see CONTRIBUTING.md");
    }
    Peers all = new Peers(lab.get());
    peers.forEach(all::check);
    return ConditionEvaluationResult.enabled("the peers answer");
  }

  private static LeftOut leftOut(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(PeersCondition.class))
        .computeIfAbsent(LeftOut.class, key -> new LeftOut(), LeftOut.class);
  }

  /** Closed by JUnit at the end of the run. */
  private static final class LeftOut implements AutoCloseable {
    private final Set<String> suites = new TreeSet<>();

    @Override
    public void close() {
      LOG.warn(
          "left out for want of real peers: {}; CONTRIBUTING.md says how to run them",
          String.join(", ", suites));
    }
  }
}
