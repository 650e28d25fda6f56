// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.store;

import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Walks the files of a store in the byte order of their keys. One directory is read at a time and
 * its names are sorted, a directory as if it ended with a slash: {@code a-b} comes before {@code
 * a/x}, which comes before {@code a0}. What vanishes meanwhile is left out.
 */
final class FileTree {
  private final Path root;
  private final FileOperations files;

  FileTree(Path root, FileOperations files) {
    this.root = root;
    this.files = files;
  }

  /** The objects whose keys begin with the prefix. */
  Stream<ObjectInfo> objects(String prefix) throws IOException {
    Optional<Path> start = startOf(prefix);
    if (start.isEmpty()) {
      return Stream.empty();
    }
    Walk walk = new Walk(prefix.substring(0, prefix.lastIndexOf('/') + 1), prefix, start.get());
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            walk, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL),
        false);
  }

  /** The names below the prefix, a directory's, that have objects below them. */
  Stream<String> directories(String prefix) throws IOException {
    Optional<Path> start = startOf(prefix);
    if (start.isEmpty()) {
      return Stream.empty();
    }
    return children(prefix, start.get()).stream()
        .filter(Child::directory)
        .filter(child -> hasObjects(child.key() + "/", child.path()))
        .map(Child::component);
  }

  private boolean hasObjects(String prefix, Path directory) {
    try {
      return new Walk(prefix, prefix, directory).hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The directory in which the keys with this prefix are; empty if there can be none. */
  private Optional<Path> startOf(String prefix) throws IOException {
    int slash = prefix.lastIndexOf('/');
    if (slash < 0) {
      return Optional.of(root);
    }
    Path path = root;
    List<String> names;
    try {
      names = KeyNames.toNames(prefix.substring(0, slash));
    } catch (NotAppliedException e) {
      return Optional.empty(); // no key can begin like this
    }
    for (String name : names) {
      path = path.resolve(name);
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
    }
    return Optional.of(path);
  }

  /** One entry of a directory. */
  private record Child(
      String key, String component, Path path, boolean directory, @Nullable ObjectInfo info) {
    String order() {
      return directory ? component + "/" : component;
    }
  }

  private List<Child> children(String parentKey, Path directory) throws IOException {
    List<Child> children = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path path : entries) {
        String name = String.valueOf(path.getFileName());
        Optional<String> component = KeyNames.toComponent(name, directory.equals(root));
        Optional<BasicFileAttributes> attributes =
            component.isEmpty() ? Optional.empty() : attributes(path);
        if (component.isEmpty() || attributes.isEmpty()) {
          continue;
        }
        String key = parentKey + component.get();
        if (attributes.get().isDirectory()) {
          children.add(new Child(key, component.get(), path, true, null));
        } else if (attributes.get().isRegularFile()) {
          ObjectInfo info = FileObjectStore.info(key, attributes.get());
          children.add(new Child(key, component.get(), path, false, info));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of(); // removed since its name was read
    } catch (DirectoryIteratorException e) {
      throw new IOException("cannot list " + directory + ": " + e.getCause(), e.getCause());
    }
    children.sort(Comparator.comparing(Child::order, KeyNames.BYTE_ORDER));
    return children;
  }

  private Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(files.attributes(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private final class Walk implements Iterator<ObjectInfo> {
    private final String prefix;
    private final Deque<Iterator<Child>> open = new ArrayDeque<>();
    private @Nullable ObjectInfo next;

    Walk(String parentKey, String prefix, Path directory) throws IOException {
      this.prefix = prefix;
      open.push(children(parentKey, directory).iterator());
      advance();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public ObjectInfo next() {
      ObjectInfo result = next;
      if (result == null) {
        throw new NoSuchElementException();
      }
      try {
        advance();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return result;
    }

    private void advance() throws IOException {
      next = null;
      while (next == null && !open.isEmpty()) {
        if (!open.element().hasNext()) {
          open.pop();
          continue;
        }
        Child child = open.element().next();
        if (child.directory()) {
          String below = child.key() + "/";
          if (below.startsWith(prefix) || prefix.startsWith(below)) {
            open.push(children(below, child.path()).iterator());
          }
        } else if (child.key().startsWith(prefix)) {
          next = child.info();
        }
      }
    }
  }
}
