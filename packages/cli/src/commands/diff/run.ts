import { diffInventories, type InventoryDifference, type InventoryEntry } from "@crosstag/migration";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { refuseCloudOptions, refuseUnknownSides, withSide } from "../../inventory/with-side.ts";
import type { Invocation } from "../../invocation.ts";
import type { Painter } from "../../output/color.ts";
import { tagText } from "../../output/describe-change.ts";
import { describeCount } from "../../output/describe-count.ts";
import type { Messages } from "../../output/messages.ts";
import { printableLine } from "../../output/printable.ts";
import { UnlistedClouds } from "../../output/unlisted-clouds.ts";

/** Compares two clouds, two inventories, or one of each. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { context, operands, messages } = invocation;
  const [left = "", right = ""] = operands;
  await refuseCloudOptions(invocation, operands);
  await refuseUnknownSides(invocation, operands);
  const unlisted = { left: new UnlistedClouds(left), right: new UnlistedClouds(right) };
  const one = await withSide(invocation, left, (side) => side.read(undefined, unlisted.left.add));
  const other = await withSide(invocation, right, (side) => side.read(undefined, unlisted.right.add));
  const notListed = [unlisted.left, unlisted.right].filter(({ any }) => any);
  const parts = { left: unlisted.left.parts, right: unlisted.right.parts };
  const differences = [...diffInventories(one.entries, other.entries, parts)];
  const unreadable = differences.filter(({ difference }) => difference === "unreadable").length;
  const records = notListed.flatMap((side) => side.records());
  await writeDifferences(invocation, { left, right }, differences, records);
  if (context.signal.aborted) return EXIT_CODE.interrupted;
  for (const side of notListed) side.tell(undefined, messages);
  if (differences.length > 0) tellDifferences(differences.length, unreadable, [one.entries, other.entries], messages);
  else if (notListed.length > 0) messages.info("No difference between the resources that could be listed.");
  else messages.info(`No difference: ${describeCount(one.entries.length, "resource")} on both sides.`);
  if (unreadable > 0 || notListed.length > 0) return EXIT_CODE.someFailed;
  return differences.length === 0 ? EXIT_CODE.done : EXIT_CODE.violations;
}

async function writeDifferences(
  { output }: Invocation,
  names: { readonly left: string; readonly right: string },
  differences: readonly InventoryDifference[],
  unlisted: readonly object[],
): Promise<void> {
  for (const difference of differences) {
    if (output.format === "jsonl") await output.line(difference);
    if (output.format === "table") await output.write(describeDifference(difference, names, output.paint));
  }
  if (output.format === "json") await output.json({ ...names, differences, ...(unlisted.length > 0 && { unlisted }) });
  if (output.format === "jsonl") for (const record of unlisted) await output.line(record);
}

function tellDifferences(
  differences: number,
  unreadable: number,
  [left, right]: readonly [left: readonly InventoryEntry[], right: readonly InventoryEntry[]],
  messages: Messages,
): void {
  const unknown = unreadable > 0 ? `, ${unreadable} of them because they could not be read` : "";
  messages.info(`${describeCount(differences, "resource")} with differences${unknown}.`);
  const references = new Set(right.map(({ reference }) => reference));
  if (left.length > 0 && !left.some(({ reference }) => references.has(reference)))
    messages.info("No resource is on both sides. To compare different clouds: crosstag migrate verify --map …");
}

function describeDifference(
  difference: InventoryDifference,
  { left, right }: { readonly left: string; readonly right: string },
  paint: Painter,
): string {
  const reference = printableLine(difference.reference);
  switch (difference.difference) {
    case "only-left":
      return `${paint("red", "-")} ${reference}: only in ${left}\n`;
    case "only-right":
      return `${paint("green", "+")} ${reference}: only in ${right}\n`;
    case "unreadable": {
      const side = difference.side === "left" ? left : right;
      return `${paint("red", "?")} ${reference}: could not be read in ${side} (${difference.error})\n`;
    }
    case "tags": {
      const lines = [
        reference,
        ...Object.entries(difference.added).map(
          ([key, value]) => `  ${paint("green", "+")} ${tagText(key)} = ${tagText(value)}`,
        ),
        ...Object.entries(difference.changed).map(
          ([key, { from, to }]) => `  ${paint("yellow", "~")} ${tagText(key)}: ${tagText(from)} → ${tagText(to)}`,
        ),
        ...Object.entries(difference.removed).map(
          ([key, value]) => `  ${paint("red", "-")} ${tagText(key)} (was ${tagText(value)})`,
        ),
      ];
      return `${lines.join("\n")}\n`;
    }
  }
}
