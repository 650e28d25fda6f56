// SPDX-License-Identifier: Apache-2.0
package io.oadp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md shows must work. */
class ReadmeTest {
  private static final String IMPORTS =
      "import io.oadp.api.*; import io.oadp.core.*; import java.nio.file.Path;\n";

  private static String readme() throws IOException {
    return Files.readString(Path.of("../README.md"));
  }

  private static String block(String text, String opening) {
    Matcher block = Pattern.compile("(?s)" + Pattern.quote(opening) + "\n(.*?)\n```").matcher(text);
    assertThat(block.find()).as("a block that begins with " + opening).isTrue();
    return block.group(1);
  }

  @Test
  void example_compiles(@TempDir Path classes) throws IOException {
    String example = block(readme(), "```java");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  problems,
                  List.of("-cp", System.getProperty("java.class.path"), "-proc:none"),
                  null,
                  List.of(new Source(IMPORTS + example)))
              .call();
      assertThat(compiled).as(problems.getDiagnostics().toString()).isTrue();
    }
    assertThat(example.lines().count()).isLessThanOrEqualTo(12);
  }

  @Test
  void twoCommands_areTwoLines() throws IOException {
    String section = readme().split("\n## Two commands\n", -1)[1];

    assertThat(block(section, "```").lines())
        .containsExactly("bin/oadp demo", "mvn -B -ntp verify");
  }

  /** The example as a source file. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///CopyShop.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
