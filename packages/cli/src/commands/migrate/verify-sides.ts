import { verifyMigration, type MatchedPair, type Verification } from "@crosstag/migration";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { withSide } from "../../inventory/with-side.ts";
import type { Invocation } from "../../invocation.ts";
import type { Painter } from "../../output/color.ts";
import { describeDropped } from "./describe-transfer.ts";
import { tagText } from "../../output/describe-change.ts";
import { describeCount } from "../../output/describe-count.ts";
import { printableLine } from "../../output/printable.ts";
import { describeNoPair } from "./pairing.ts";
import { isAnyUnlisted, matchSides, pairRules, unlistedSides } from "./match-sides.ts";
import type { MigrateOptions, Migration } from "./migration.ts";
import { exitCodeOfProblems, matchRecord, reportMatch } from "./report-match.ts";
import { showResult } from "../../output/show-result.ts";

/** Compares both sides under the mapping, and reports the differences. */
export async function verifySides(invocation: Invocation<MigrateOptions>, migration: Migration): Promise<ExitCode> {
  const { messages, output } = invocation;
  const { from, to, mapping, allowLoss } = migration;
  const unlisted = unlistedSides(migration);
  const { match, verified } = await withSide(invocation, to, (target) =>
    withSide(invocation, from, async (source) => {
      const matched = await matchSides(migration, { source, target }, unlisted);
      const results: { readonly pair: MatchedPair; readonly verification: Verification }[] = [];
      for (const pair of matched.pairs) {
        const rules = await pairRules(pair, target, source.rules);
        const request = { mapping, source: pair.source.tags, target: pair.target.tags, allowLoss, ...rules };
        results.push({ pair, verification: verifyMigration(request) });
      }
      return { match: matched, verified: results };
    }),
  );
  const differing = verified.filter(({ verification }) => !verification.same);
  const records = verified.map(({ pair, verification }) => ({
    source: pair.source.reference,
    target: pair.target.reference,
    ...verification,
  }));
  await showResult(output, {
    table: async () => {
      for (const one of differing) await output.write(describeVerification(one, output.paint));
    },
    document: () => ({
      same: differing.length === 0,
      pairs: records,
      ...matchRecord(match, unlisted),
    }),
    records: () => records,
  });
  reportMatch(match, unlisted, messages);
  if (verified.length === 0) messages.error(describeNoPair("to compare", mapping.match));
  else if (differing.length === 0)
    messages.info(`${describeCount(verified.length, "pair")}: the same under the mapping.`);
  else messages.info(`${describeCount(verified.length, "pair")}: ${differing.length} with differences.`);
  if (isAnyUnlisted(unlisted)) return EXIT_CODE.someFailed;
  if (differing.length > 0) return EXIT_CODE.violations;
  return exitCodeOfProblems(match.problems, verified.length, unlisted);
}

function describeVerification(
  { pair, verification }: { readonly pair: MatchedPair; readonly verification: Verification },
  paint: Painter,
): string {
  const lost = new Set(verification.problems.flatMap(({ tagKeys }) => tagKeys));
  const lines = [
    `${printableLine(pair.source.reference)} → ${printableLine(pair.target.reference)}`,
    ...verification.mismatches.map(({ tagKey, expected, found }) =>
      found === undefined
        ? `  ${paint("red", "-")} ${tagText(tagKey)}: missing; expected ${tagText(expected)}`
        : `  ${paint("yellow", "~")} ${tagText(tagKey)}: ${tagText(found)}; expected ${tagText(expected)}`,
    ),
    ...verification.dropped.filter(({ tagKey }) => lost.has(tagKey)).map((tag) => describeDropped(tag, paint)),
  ];
  return `${lines.join("\n")}\n`;
}
