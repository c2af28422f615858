import { expect, test } from "vitest";
import { xmlAttribute, xmlText } from "../../src/internal.ts";

test("a text is itself in XML, except for characters that XML cannot hold", () => {
  expect(xmlText(`<a href="b">&'é🔑`)).toBe("&lt;a href=&quot;b&quot;&gt;&amp;&apos;é🔑");
  expect(xmlText("a\nb\tc")).toBe("a\nb\tc");
  expect(xmlText("\u0000\u000B\u001B\u0085\uFFFE\uD800x")).toBe("\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDx");
});

test("an attribute keeps the ends of lines, which a parser would make blanks", () => {
  expect(xmlAttribute('a\n"b"\tc')).toBe('"a&#10;&quot;b&quot;&#9;c"');
});
