import { diffInventories, type InventoryDifference } from "@crosstag/migration";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { refuseCloudOptions, withSide } from "../inventory/with-side.ts";
import type { Invocation } from "../invocation.ts";
import type { Painter } from "../output/color.ts";
import { tagText } from "../output/describe-change.ts";
import { describeCount } from "../output/describe-count.ts";
import { printableLine } from "../output/printable.ts";
import { UnlistedClouds } from "../output/unlisted-clouds.ts";

/** Compares two clouds, two inventories, or one of each. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { context, operands, output, messages } = invocation;
  const [left = "", right = ""] = operands;
  refuseCloudOptions(invocation, operands);
  const unlisted = { left: new UnlistedClouds(left), right: new UnlistedClouds(right) };
  const one = await withSide(invocation, left, (side) => side.read(undefined, unlisted.left.add));
  const other = await withSide(invocation, right, (side) => side.read(undefined, unlisted.right.add));
  const notListed = [unlisted.left, unlisted.right].filter(({ any }) => any);
  const differences: InventoryDifference[] = [];
  let unreadable = 0;
  const parts = { left: unlisted.left.parts, right: unlisted.right.parts };
  for (const difference of diffInventories(one.entries, other.entries, parts)) {
    if (difference.difference === "unreadable") unreadable += 1;
    differences.push(difference);
    if (output.format === "jsonl") await output.line(difference);
    if (output.format === "table") await output.write(describeDifference(difference, { left, right }, output.paint));
  }
  const records = notListed.flatMap((side) => side.records());
  if (output.format === "json")
    await output.json({ left, right, differences, ...(records.length > 0 && { unlisted: records }) });
  if (output.format === "jsonl") for (const record of records) await output.line(record);
  if (context.signal.aborted) return EXIT_CODE.interrupted;
  for (const side of notListed) side.tell(undefined, messages);
  if (differences.length === 0 && notListed.length > 0) {
    messages.info("No difference between the resources that could be listed.");
    return EXIT_CODE.someFailed;
  }
  if (differences.length === 0) {
    messages.info(`No difference: ${describeCount(one.entries.length, "resource")} on both sides.`);
    return EXIT_CODE.done;
  }
  const unknown = unreadable > 0 ? `, ${unreadable} of them because they could not be read` : "";
  messages.info(`${describeCount(differences.length, "resource")} with differences${unknown}.`);
  const references = new Set(other.entries.map(({ reference }) => reference));
  if (one.entries.length > 0 && !one.entries.some(({ reference }) => references.has(reference)))
    messages.info("No resource is on both sides. To compare different clouds: crosstag migrate verify --map …");
  return unreadable > 0 || notListed.length > 0 ? EXIT_CODE.someFailed : EXIT_CODE.violations;
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
