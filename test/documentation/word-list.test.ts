import { describe, expect, it } from "vitest";
import { avoidedWordsIn, avoidedWordsInFile, CHECKED, filesUnder } from "./plain-language.ts";

describe("the word list", () => {
  it.each(CHECKED)("finds nothing in %s", (path) => {
    const files = filesUnder(path);
    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap(avoidedWordsInFile)).toEqual([]);
  });

  // The check above is only as good as the search.
  const code = [
    "// A key that nobody",
    "// may change is no",
    "// key of ours.",
    "/**",
    " * Ends: where nothing is left",
    " * to people, `nobody` is asked.",
    " */",
    'const mend = "mend";',
    "const text = `Nothing ${mend === 'the colour of it' ? { a: 1 } : 2} but",
    "for this.`;",
    'it("goes on after \\"that\\"", () => /nobody is left/.test(text));',
  ].join("\n");

  it("names file, line, word and replacement in comments, texts and templates, and skips code", () => {
    expect(avoidedWordsIn("a.ts", code)).toEqual([
      'a.ts:1: "nobody": name the subject, or use the passive',
      'a.ts:2: "is no": "is not a" or "has no"',
      'a.ts:5: "where nothing": "if" or "when" for a condition',
      'a.ts:5: "left to people": "requires manual action"',
      'a.ts:9: "but for": "except"',
      'a.ts:9: "colour": American spelling: …or (color, favor, neighbor)',
      'a.ts:11: "goes on": "continue"',
    ]);
  });

  it("skips fenced blocks, code and link targets of a page", () => {
    const page = [
      "# Keys",
      "",
      "```sh",
      "whoever",
      "```",
      "`whoever` and [this](whoever.md), but",
      "for those who ask.",
    ];
    expect(avoidedWordsIn("a.md", page.join("\n"))).toEqual([
      'a.md:6: "but for": "except"',
      'a.md:7: "those who": name the things: keys that …, callers who …',
    ]);
  });

  it.each(["Where one cannot go, it stays.", "undefined where the cloud has none", "It stops where\nnothing is left."])(
    'finds the condition in "%s"',
    (text) => {
      expect(avoidedWordsIn("a.md", text)).toHaveLength(1);
    },
  );

  it.each([
    "Where the command is set, for a hint.",
    "Where calls go.",
    "There is no key.",
    "The key is no longer enabled.",
    "amend the recommendation",
    "It says where the key is.",
    "by handling it",
    "an organization's canceled license",
  ])("accepts %j", (text) => {
    expect(avoidedWordsIn("a.md", text)).toEqual([]);
  });
});
