import {
  checkResource,
  CheckTally,
  compilePolicy,
  compileWaivers,
  unreadRecord,
  type CheckableResource,
  type CheckRecord,
  type Policy,
  type ReportInput,
} from "@crosstag/compliance";
import type { NamedAccount } from "@crosstag/core";
import { seededRandom } from "@crosstag/core/testing";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";

const NOW = new Date("2026-11-25T12:00:00Z");
const TEAMS = ["payments", "platform", "search", "data", "mobile", ...HOSTILE_TEXTS];
const ACCOUNTS = {
  aws: ["111122223333", "444455556666", "777788889999"],
  alibaba: ["1234567890123456", "6543210987654321"],
} as const;

/** Names and units of accounts. */
const FLEET: ReadonlyMap<string, Omit<NamedAccount, "id">> = new Map([
  ["111122223333", { name: "shop", unit: "/Workloads/Production" }],
  ["444455556666", { name: `lake ${HOSTILE_TEXTS[0]}`, unit: `/Workloads/${HOSTILE_TEXTS[1]}` }],
  ["777788889999", { name: "sandbox" }],
]);

const POLICY: Policy = {
  version: 1,
  name: `Company tags ${HOSTILE_TEXTS[2]}`,
  teamKey: "team",
  rules: [
    {
      id: "owner",
      text: "Each key has an owner.",
      link: "https://example.com/tags#owner",
      tags: { owner: { required: true, format: "email" } },
    },
    { id: "env", severity: "warning", tags: { env: { required: true, oneOf: ["prod", "test"], default: "test" } } },
    { id: "spelling", text: "One spelling, so that bills add up.", spelling: { team: [], owner: [], env: [] } },
    { id: "no-temp", severity: "info", text: `None of ${HOSTILE_TEXTS[0]}`, forbidden: ["temp-*", "<*", "\u202E*"] },
    { id: "secret-class", scope: { kinds: ["secret"] }, required: ["data-class"] },
    { id: "link-of-a-script", link: "javascript:window.ranFromData=1", maximumTags: 12 },
  ],
};

const WAIVERS = [
  {
    id: "W-1",
    rules: ["owner"],
    select: { accounts: ["444455556666"] },
    owner: "Zoe",
    reason: `moves ${HOSTILE_TEXTS[3]}`,
    ticket: "T-1",
    expires: "2026-12-05",
  },
  { id: "W-2", rules: ["secret-class"], owner: "Ann", reason: "not needed any more", expires: "2027-06-30" },
  { id: "W-3", rules: ["env"], owner: "Ben", reason: "was for a move", expires: "2026-10-01" },
  { id: "W-4", rules: ["no-such-rule"], owner: "Ben", reason: "was for a rule", expires: "2027-01-01" },
];

export interface MadeUpCheck {
  readonly records: readonly CheckRecord[];
  readonly input: ReportInput;
}

/** A check of made-up resources of both clouds: every result, waivers, earlier checks, and texts that mean harm. */
export function madeUpCheck(
  count: number,
  { compared = false, checks = 8, teamOfEach = false, showValues = false } = {},
): MadeUpCheck {
  const policy = compilePolicy(POLICY);
  const waivers = compileWaivers(WAIVERS, NOW);
  const random = seededRandom(7);
  const made = Array.from({ length: count }, (_, index) => {
    const resource = resourceOf(index, random);
    return teamOfEach ? { ...resource, tags: new Map([...resource.tags, ["team", `team-${index}`]]) } : resource;
  });
  const check = (baseline?: ReadonlySet<string>) =>
    made.map((resource, index) =>
      index % 97 === 5
        ? unreadRecord(resource, { code: "access-denied", message: `Not allowed ${HOSTILE_TEXTS[2]}` })
        : checkResource(policy, resource, { waivers, showValues, ...(baseline !== undefined && { baseline }) }),
    );
  const found = check();
  const before = found.slice(0, count / 2).flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint));
  const records = compared ? check(new Set(before)) : found;
  const tally = new CheckTally(POLICY, waivers);
  for (const record of records) tally.add(record);
  const fleets = [
    { entry: "production", text: `production ${HOSTILE_TEXTS[0]}`, accounts: 6, read: 3, unread: 1, skipped: 2 },
  ];
  const summary = { ...tally.summary(NOW), fleets };
  const earlier = Array.from({ length: checks }, (_, index) => {
    const share = (index + 1) / (checks + 1);
    const compliant = Math.round(summary.results.compliant * share);
    const violating = summary.results.violating + summary.results.compliant - compliant;
    return {
      checkedAt: new Date(NOW.getTime() - (checks - index) * 7 * 24 * 60 * 60 * 1_000).toISOString(),
      resources: summary.resources,
      results: { ...summary.results, compliant, violating },
      findings: summary.findings,
    };
  });
  return {
    records,
    input: { summary, records, failOn: "error", policyFile: "policies/tags.yaml", compared, earlier, consolePageOf },
  };
}

/** A page for each key; the one that names another scheme must not become a link. */
function consolePageOf({ reference, provider, kind }: CheckRecord): string | undefined {
  if (kind !== "key") return undefined;
  const id = reference.slice(reference.indexOf("/") + 1);
  const address = `console.${provider}.example/#/keys/${encodeURIComponent(id)}`;
  return id.endsWith("7") ? `javascript:window.ranFromData=1//${address}` : `https://${address}`;
}

function resourceOf(index: number, random: () => number): CheckableResource {
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  const provider = random() < 0.6 ? "aws" : "alibaba";
  const account = pick<string>(ACCOUNTS[provider]);
  const kind = provider === "alibaba" && random() < 0.3 ? "secret" : "key";
  const region = "eu-central-1";
  const id =
    index % 1_000 === 3
      ? `${"long-".repeat(300)}${index}`
      : `1234abcd-12ab-34cd-56ef-${String(index).padStart(12, "0")}`;
  const name = index % 500 === 7 ? `${pick(HOSTILE_TEXTS)}-${index}` : id;
  const prefix = provider === "aws" ? "arn:aws:kms" : "acs:kms";
  const tags = new Map<string, string>();
  if (random() < 0.85)
    tags.set(random() < 0.95 ? "team" : "Team", random() < 0.9 ? pick(TEAMS.slice(0, 5)) : pick(TEAMS));
  if (random() < 0.8) tags.set("owner", random() < 0.95 ? "team@example.com" : "unassigned");
  if (random() < 0.8) tags.set("env", random() < 0.9 ? "prod" : "production");
  if (random() < 0.9) tags.set("data-class", "internal");
  if (random() < 0.04) tags.set(pick(["temp-1", ...HOSTILE_TEXTS]), "x");
  return {
    reference: `${prefix}:${region}:${account}:${kind}/${name}`,
    provider,
    kind,
    id: name,
    account,
    ...(FLEET.has(account) && { cloud: { entry: "production", account: { id: account, ...FLEET.get(account) } } }),
    region,
    tags,
    ...(random() < 0.08 && { managedBy: "cloud" as const }),
    ...(index % 3 === 0 && { description: index % 50 === 0 ? pick(HOSTILE_TEXTS) : `Invoices of shop ${index}` }),
    ...(index % 4 === 0 && { aliases: [`alias/billing-${index}`] }),
  };
}
