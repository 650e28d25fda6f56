// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item;

/**
 * The changes that can be made inside {@link KubernetesItem#edit}. Valid until that call returns;
 * used by one thread. Places are JSON Pointers (RFC 6901), such as {@code
 * /spec/containers/0/image}; {@code -} as the last part appends to a list. A {@code set} creates
 * the objects that lead to its place.
 */
public interface ItemEdit {
  /**
   * Puts a text.
   *
   * @param pointer where
   * @param value what
   * @return this
   */
  ItemEdit set(String pointer, String value);

  /**
   * Puts a whole number.
   *
   * @param pointer where
   * @param value what
   * @return this
   */
  ItemEdit set(String pointer, long value);

  /**
   * Puts true or false.
   *
   * @param pointer where
   * @param value what
   * @return this
   */
  ItemEdit set(String pointer, boolean value);

  /**
   * Puts any JSON value, {@code null} included.
   *
   * @param pointer where
   * @param json the value as JSON text
   * @return this
   */
  ItemEdit setJson(String pointer, String json);

  /**
   * Takes a value out. Where nothing is, nothing happens.
   *
   * @param pointer where
   * @return this
   */
  ItemEdit remove(String pointer);

  /**
   * Sets a label.
   *
   * @param key the label's key
   * @param value the label's value
   * @return this
   */
  ItemEdit label(String key, String value);

  /**
   * Removes a label. Where there is none, nothing happens.
   *
   * @param key the label's key
   * @return this
   */
  ItemEdit removeLabel(String key);

  /**
   * Sets an annotation.
   *
   * @param key the annotation's key
   * @param value the annotation's value
   * @return this
   */
  ItemEdit annotate(String key, String value);

  /**
   * Removes an annotation. Where there is none, nothing happens.
   *
   * @param key the annotation's key
   * @return this
   */
  ItemEdit removeAnnotation(String key);

  /**
   * Gives the item another name.
   *
   * @param name the new {@code metadata.name}
   * @return this
   */
  ItemEdit rename(String name);
}
