import type { Portability, TagPortability } from "@crosstag/migration";
import { describeKeySuggestion, describeSuggestion } from "../../output/describe-suggestion.ts";
import { describeNumber } from "../../output/describe-number.ts";
import type { Output } from "../../output/output.ts";
import { describeGroup, ResourceGroups } from "../../output/resource-groups.ts";
import { writeTable, type TableCell } from "../../output/table.ts";

const RESULTS = {
  unchanged: { text: "unchanged", style: "green" },
  "needs-mapping": { text: "needs a mapping", style: "yellow" },
  "not-portable": { text: "not portable", style: "red" },
} as const;

/** Tags of one resource as a table; an inventory grouped by cloud and tag, with the first few resources. */
export async function writePortability(checked: readonly Portability[], output: Output): Promise<void> {
  if (checked.every(({ reference }) => reference === undefined)) await writeTags(checked, output);
  else await writeInventory(checked, output);
}

async function writeTags(checked: readonly Portability[], output: Output): Promise<void> {
  const rows = checked.flatMap(({ cloud, tags, violations, warnings }): TableCell[][] => [
    ...tags.map((tag) => [
      RESULTS[tag.result],
      cloud,
      tag.tagKey,
      orNone([...reasonsOf(tag), ...remedyOf(tag), ...(tag.suggestion ? describeSuggestion(tag.suggestion) : [])]),
    ]),
    ...violations.map(({ message, fix, rule }) => [
      RESULTS["not-portable"],
      cloud,
      "all together",
      [`${message} (${rule})`, fix],
    ]),
    ...warnings.map(({ key = "", message, rule }) => [
      { text: "warning", style: "yellow" as const },
      cloud,
      key,
      `${message} (${rule})`,
    ]),
  ]);
  await writeTable(output, ["RESULT", "CLOUD", "TAG", "REASON AND FIX"], rows);
}

async function writeInventory(checked: readonly Portability[], output: Output): Promise<void> {
  const clouds = [...new Set(checked.map(({ cloud }) => cloud))];
  await writeTable(
    output,
    ["CLOUD", "RESOURCES", "ALL UNCHANGED", "NEED A MAPPING", "NOT PORTABLE"],
    clouds.map((name) => {
      const own = checked.filter(({ cloud }) => cloud === name);
      const count = (result: Portability["result"]) =>
        describeNumber(own.filter((one) => one.result === result).length);
      return [name, describeNumber(own.length), count("unchanged"), count("needs-mapping"), count("not-portable")];
    }),
  );
  const groups = new ResourceGroups();
  for (const { cloud, reference = "", tags, violations, warnings } of checked) {
    for (const tag of tags)
      if (tag.result !== "unchanged") {
        const heading = `${cloud}, tag ${JSON.stringify(tag.tagKey)}, ${RESULTS[tag.result].text}`;
        const suggested = tag.suggestion ? describeKeySuggestion(tag.suggestion) : [];
        groups.add(heading, [...reasonsOf(tag), ...remedyOf(tag), ...suggested], reference);
      }
    for (const { rule, message, fix } of violations)
      groups.add(`${cloud}, ${rule}, not portable`, [message, fix], reference);
    for (const { rule, message } of warnings) groups.add(`${cloud}, ${rule}, warning`, [message], reference);
  }
  for (const group of groups.all) {
    const lines = describeGroup(group, (text) => output.paint("yellow", text));
    await output.write(`\n${lines.join("\n")}\n`);
  }
}

function orNone(lines: readonly string[]): TableCell {
  return lines.length === 0 ? "-" : lines;
}

function reasonsOf({ violations }: TagPortability): readonly string[] {
  return violations.map(({ message, rule }) => `${message} (${rule})`);
}

function remedyOf({ result, remedy }: TagPortability): readonly string[] {
  if (result === "not-portable") return ["Set a shorter or different value manually, or exclude the tag."];
  if (remedy === undefined) return [];
  const parts = (["keys", "values"] as const).flatMap((part) => {
    const encode = remedy[part]?.encode;
    return encode === undefined ? [] : [`${part}.encode: ${encode.join(", ")}`];
  });
  return [`Reversible mapping: ${parts.join("; ")}. Or rename the key, or map the value.`];
}
