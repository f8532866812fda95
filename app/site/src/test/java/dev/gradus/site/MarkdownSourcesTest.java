package dev.gradus.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files become pages, and what happens to their links. */
class MarkdownSourcesTest {

  @TempDir Path root;
  private MarkdownSources sources;

  @BeforeEach
  void write() throws IOException {
    write(
        "README.md",
        """
        # Start <b>&amp;</b>

        [![built](https://example.org/badge.svg)](https://example.org/builds) ![a picture](app/docs/page.png)
        <!-- a comment --><script>alert(1)</script>

        <picture><source srcset="app/docs/page.png" media="(prefers-color-scheme: dark)"><img src="app/docs/page.png"></picture>

        [Guide](app/docs/README.md), [compare](app/docs/compare.md), [losses](losses), [why](losses/README.md#decisions), [source](losses/Mse.java),
        [gone](gone.md), [elsewhere](https://example.org/), [here](#the-end).

        ## The end
        """);
    write(
        "app/docs/README.md",
        "# Guide\n\n1. [Own data](own-data.md#a-table)\n2. [Compare](compare.md)\n");
    write("app/docs/compare.md", "# Compare\n\nSee [the licence](../../LICENSE), ![](page.png).\n");
    write(
        "app/docs/own-data.md",
        "# Own data\n\n## A table\n\n| a | b |\n|---|---|\n| 1 | `<x>` |\n\n```yaml\nloss: mse # \"quoted\" </code>\n```\n");
    write("app/docs/page.png", "not really");
    write("LICENSE", "free");
    write("losses/Mse.java", "class Mse {}");
    write(
        "losses/README.md",
        "# Losses\n\n## Decisions\n\n**A mean.** As [said](../README.md).\n\n**A sum.** Not.\n\n## After\n\nMore.\n");
    sources = MarkdownSources.of(root);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.resolveSibling(""));
    Files.writeString(path, text);
  }

  private String body(String path) {
    return sources.pages().stream()
        .filter(page -> page.path().equals(path))
        .map(SitePage::body)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theGuideComesInTheOrderOfItsFirstPage() {
    assertEquals(
        List.of(
            "index.html",
            "guide/index.html",
            "guide/own-data.html",
            "guide/compare.html",
            "project/losses.html",
            "decisions.html"),
        sources.pages().stream().map(SitePage::path).toList());
  }

  @Test
  void linksLeadToPagesOrArePlainText() {
    String start = body("index.html");
    assertTrue(start.contains("<a href=\"guide/index.html\">Guide</a>"), start);
    assertTrue(start.contains("<a href=\"project/losses.html\">losses</a>"), start);
    assertTrue(start.contains("<a href=\"decisions.html#losses\">why</a>"), start);
    assertTrue(start.contains(", source,"), start);
    assertTrue(start.contains("gone, <a href=\"https://example.org/\">elsewhere</a>"), start);
    assertTrue(start.contains("<a href=\"index.html#the-end\">here</a>"), start);
    assertTrue(body("guide/index.html").contains("<a href=\"own-data.html#a-table\">"));
    assertTrue(body("guide/compare.html").contains("See the licence"));
  }

  @Test
  void picturesOfTheRepositoryAreTakenAlongAndOthersAreNot() {
    String start = body("index.html");
    assertTrue(start.contains("<p> <img src=\"images/app/docs/page.png\""), start);
    assertTrue(start.contains("<source srcset=\"images/app/docs/page.png\" media="), start);
    assertTrue(
        body("guide/compare.html").contains("<img src=\"../images/app/docs/page.png\""), start);
    assertEquals(Set.of("images/app/docs/page.png"), sources.images().keySet());
  }

  @Test
  void ofHtmlOnlyPicturesAreLeft() {
    String start = body("index.html");
    assertFalse(start.contains("<script") || start.contains("comment") || start.contains("<b>"));
    assertTrue(start.contains("<h1 id=\"start-\">Start &amp;</h1>"), start);
  }

  @Test
  void codeAndTablesAreEscapedAndScrollInABox() {
    String page = body("guide/own-data.html");
    assertTrue(page.contains("<div class=\"scroll\"><table>"), page);
    assertTrue(page.contains("<code>&lt;x&gt;</code>"), page);
    assertTrue(page.contains("&quot;quoted&quot; &lt;/code&gt;"), page);
  }

  @Test
  void decisionsAreGatheredOnOnePage() {
    String page = body("decisions.html");
    assertTrue(page.contains("<h2 id=\"losses\">losses</h2>"), page);
    assertTrue(page.contains("<p id=\"a-mean\"><strong>A mean.</strong>"), page);
    assertTrue(page.contains("As <a href=\"index.html\">said</a>"), page);
    String folder = body("project/losses.html");
    assertTrue(folder.contains("<a href=\"../decisions.html#losses\">"), folder);
    assertTrue(folder.contains("More.") && !folder.contains("A mean"), folder);
  }

  @Test
  void theSearchFindsEveryHeadingAndDecision() {
    String index = SearchIndex.of(sources.pages());
    assertTrue(index.contains("[\"guide/own-data.html#a-table\",\"A table\",\"Own data\""), index);
    assertTrue(index.contains("[\"decisions.html#a-mean\",\"A mean.\",\"Decisions\""), index);
    assertTrue(index.contains("1 \\u003cx> loss: mse # \\\"quoted\\\" \\u003c/code>"), index);
  }
}
