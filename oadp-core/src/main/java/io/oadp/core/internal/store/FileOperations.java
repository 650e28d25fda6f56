// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls to the operating system on which the promises of {@link FileObjectStore} rest, in one
 * place so that tests can make each of them fail: full disks, file systems without hard links.
 */
class FileOperations {
  private static final Logger LOG = LoggerFactory.getLogger(FileOperations.class);

  /** Creates a file that must not be there, for writing. */
  FileChannel createNew(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
  }

  /** Puts a complete file in its place, whether or not one is there. */
  void publish(Path complete, Path target) throws IOException {
    Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Gives a complete file a second name.
   *
   * @throws java.nio.file.FileAlreadyExistsException if something has that name
   * @throws UnsupportedOperationException or a plain file system exception if there are no links
   */
  void link(Path complete, Path target) throws IOException {
    Files.createLink(target, complete);
  }

  /** Makes the names in a directory survive a crash of the machine, where the system can. */
  void syncDirectory(Path directory) throws IOException {
    if (directory.getFileSystem().getSeparator().equals("\\")) {
      LOG.trace("Windows opens no directories; {} is not synced", directory);
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** What a name stands for, the link itself where it is one. */
  BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
