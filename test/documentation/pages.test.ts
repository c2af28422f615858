import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfiguration } from "@crosstag/config";
import { LANGUAGES, parsePage, readPages, REPOSITORY } from "./pages.ts";

const pages = readPages();

describe.each(pages)("$path", ({ path, blocks, links, anchors }) => {
  it("has no dead link", () => {
    const dead = links
      .filter(({ target }) => !/^(?:https?|mailto):/.test(target))
      .filter(({ target }) => {
        const [file = "", anchor] = target.split("#");
        const linked = file === "" ? path : normalize(join(dirname(path), file));
        if (!existsSync(join(REPOSITORY, linked))) return true;
        if (anchor === undefined) return false;
        return !(
          linked === path ? anchors : parsePage(linked, readFileSync(join(REPOSITORY, linked), "utf8")).anchors
        ).has(anchor);
      });
    expect(dead).toEqual([]);
  });

  it("has only blocks that are run, parsed, or marked with a reason", () => {
    const wrong = blocks.flatMap(({ language, notRun, line }) => {
      if (!(LANGUAGES as readonly string[]).includes(language))
        return [`${path}:${line}: the language ${language} is not one of ${LANGUAGES.join(", ")}`];
      if (language === "sh" && notRun === undefined)
        return [`${path}:${line}: make it a console block, or write before it: <!-- not run: why -->`];
      return [];
    });
    expect(wrong).toEqual([]);
  });

  it.each(blocks.filter(({ language, notRun }) => language === "json" && notRun === undefined))(
    "has JSON in line $line",
    ({ code }) => {
      expect(() => JSON.parse(code) as unknown).not.toThrow();
    },
  );

  it.each(
    blocks.filter(
      ({ language, code, notRun }) => language === "yaml" && notRun === undefined && /^clouds:/m.test(code),
    ),
  )("has a configuration in line $line", ({ code, line }) => {
    expect(() => parseConfiguration(code, `${path}:${line}`)).not.toThrow();
  });
});
