// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item;

import io.oadp.api.item.internal.KubernetesNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Selects objects by their labels, as Kubernetes' LabelSelector does: all of {@code matchLabels}
 * and all of {@code matchExpressions} must hold; an empty selector selects everything. Immutable.
 */
public final class LabelSelector {
  /** What a {@link Requirement} asks of the label. */
  public enum Operator {
    /** The label is there with one of the values. */
    IN("In"),
    /** The label is not there, or has none of the values. */
    NOT_IN("NotIn"),
    /** The label is there. */
    EXISTS("Exists"),
    /** The label is not there. */
    DOES_NOT_EXIST("DoesNotExist");

    private final String kubernetes;

    Operator(String kubernetes) {
      this.kubernetes = kubernetes;
    }

    /**
     * Returns the word for it in a Kubernetes object.
     *
     * @return for example {@code NotIn}
     */
    public String kubernetes() {
      return kubernetes;
    }

    /**
     * Reads the word for it in a Kubernetes object.
     *
     * @param text for example {@code NotIn}
     * @return the operator
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Operator ofKubernetes(String text) {
      for (Operator operator : values()) {
        if (operator.kubernetes.equals(text)) {
          return operator;
        }
      }
      throw new IllegalArgumentException(
          "operator must be In, NotIn, Exists or DoesNotExist, was '" + text + "'");
    }
  }

  /**
   * One entry of {@code matchExpressions}.
   *
   * @param key the label's key
   * @param operator what is asked of it
   * @param values the values for {@link Operator#IN} and {@link Operator#NOT_IN}, empty otherwise
   */
  public record Requirement(String key, Operator operator, List<String> values) {
    /**
     * Creates a requirement; it is checked when the selector is built.
     *
     * @param key the label's key
     * @param operator what is asked of it
     * @param values the values, copied
     */
    public Requirement {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(operator, "operator");
      values = List.copyOf(values);
    }

    boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
      };
    }

    /** Returns this requirement in the selector syntax of the API server. */
    @Override
    public String toString() {
      return switch (operator) {
        case IN -> key + " in (" + String.join(",", values) + ")";
        case NOT_IN -> key + " notin (" + String.join(",", values) + ")";
        case EXISTS -> key;
        case DOES_NOT_EXIST -> "!" + key;
      };
    }
  }

  private static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

  private final Map<String, String> matchLabels;
  private final List<Requirement> matchExpressions;

  private LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
    this.matchLabels = matchLabels;
    this.matchExpressions = matchExpressions;
  }

  /**
   * Returns the selector that selects everything.
   *
   * @return the empty selector
   */
  public static LabelSelector everything() {
    return EVERYTHING;
  }

  /**
   * Returns a selector for objects that carry all of the labels.
   *
   * @param labels keys and values
   * @return the selector
   * @throws IllegalArgumentException if a key or value is not valid
   */
  public static LabelSelector ofLabels(Map<String, String> labels) {
    Builder builder = builder();
    labels.forEach(builder::matchLabel);
    return builder.build();
  }

  /**
   * Reads the selector syntax of kubectl, such as {@code app=shop,tier in (web,db),!legacy}. The
   * empty text selects everything.
   *
   * @param text the selector
   * @return the selector
   * @throws IllegalArgumentException if it cannot be read; {@code <} and {@code >} cannot be kept
   *     in a spec and are refused too
   */
  public static LabelSelector parse(String text) {
    return LabelSelectorParser.parse(text);
  }

  /**
   * Begins a selector.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the labels that must be there with exactly these values.
   *
   * @return keys and values in the order given
   */
  public Map<String, String> matchLabels() {
    return matchLabels;
  }

  /**
   * Returns the further requirements.
   *
   * @return the requirements in the order given
   */
  public List<Requirement> matchExpressions() {
    return matchExpressions;
  }

  /**
   * Says whether this selector selects everything because it asks for nothing.
   *
   * @return true if it has neither labels nor expressions
   */
  public boolean isEmpty() {
    return matchLabels.isEmpty() && matchExpressions.isEmpty();
  }

  /**
   * Says whether an object with these labels is selected.
   *
   * @param labels the object's labels
   * @return true if everything asked for holds
   */
  public boolean matches(Map<String, String> labels) {
    for (Map.Entry<String, String> label : matchLabels.entrySet()) {
      if (!label.getValue().equals(labels.get(label.getKey()))) {
        return false;
      }
    }
    for (Requirement requirement : matchExpressions) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelSelector selector
        && matchLabels.equals(selector.matchLabels)
        && matchExpressions.equals(selector.matchExpressions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(matchLabels, matchExpressions);
  }

  /** Returns the selector as the API server takes it; empty if it selects everything. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    matchLabels.forEach((key, value) -> parts.add(key + "=" + value));
    matchExpressions.forEach(requirement -> parts.add(requirement.toString()));
    return String.join(",", parts);
  }

  /** Builds a selector. Not thread-safe. */
  public static final class Builder {
    private final Map<String, String> matchLabels = new LinkedHashMap<>();
    private final List<Requirement> matchExpressions = new ArrayList<>();

    private Builder() {}

    /**
     * Asks for a label with exactly this value; replaces an earlier value of the same key.
     *
     * @param key the label's key
     * @param value its value
     * @return this builder
     */
    public Builder matchLabel(String key, String value) {
      matchLabels.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Adds a requirement.
     *
     * @param key the label's key
     * @param operator what is asked of it
     * @param values the values for {@link Operator#IN} and {@link Operator#NOT_IN}
     * @return this builder
     */
    public Builder addMatchExpression(String key, Operator operator, String... values) {
      matchExpressions.add(new Requirement(key, operator, Arrays.asList(values)));
      return this;
    }

    /**
     * Builds the selector.
     *
     * @return the selector
     * @throws IllegalArgumentException if a key, a value or the number of values is not valid; the
     *     message has all that is wrong
     */
    public LabelSelector build() {
      List<String> wrong = new ArrayList<>();
      matchLabels.forEach(
          (key, value) -> {
            checkKey(key, wrong);
            checkValue(key, value, wrong);
          });
      for (Requirement requirement : matchExpressions) {
        checkKey(requirement.key(), wrong);
        requirement.values().forEach(value -> checkValue(requirement.key(), value, wrong));
        boolean takesValues =
            requirement.operator() == Operator.IN || requirement.operator() == Operator.NOT_IN;
        if (takesValues == requirement.values().isEmpty()) {
          wrong.add(
              String.format(
                  "'%s': operator %s takes %s",
                  requirement.key(),
                  requirement.operator().kubernetes(),
                  takesValues ? "at least one value" : "no values"));
        }
      }
      if (!wrong.isEmpty()) {
        throw new IllegalArgumentException(
            wrong.stream().distinct().collect(Collectors.joining("; ")));
      }
      if (matchLabels.isEmpty() && matchExpressions.isEmpty()) {
        return EVERYTHING;
      }
      return new LabelSelector(
          Collections.unmodifiableMap(new LinkedHashMap<>(matchLabels)),
          List.copyOf(matchExpressions));
    }

    /** The value asked for so far by {@code matchLabel}, null if there is none. */
    @Nullable String label(String key) {
      return matchLabels.get(key);
    }

    private static void checkKey(String key, List<String> wrong) {
      KubernetesNames.labelKey(key).forEach(text -> wrong.add("label key '" + key + "': " + text));
    }

    private static void checkValue(String key, String value, List<String> wrong) {
      KubernetesNames.labelValue(value)
          .forEach(text -> wrong.add("label value '" + value + "' of '" + key + "': " + text));
    }
  }
}
