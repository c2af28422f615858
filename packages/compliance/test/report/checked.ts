import {
  checkResource,
  CheckTally,
  compilePolicy,
  compileWaivers,
  unreadRecord,
  type CheckRecord,
  type Policy,
  type ReportInput,
  type WriteReport,
} from "../../src/index.ts";
import { resourceWith } from "../resource.ts";

const NOW = new Date("2026-11-25T12:00:00Z");

const POLICY: Policy = {
  version: 1,
  name: "Company <tags>",
  teamKey: "team",
  rules: [
    { id: "owner", text: "A person | answers", link: "https://example.com/owner", required: ["owner"] },
    { id: "env", severity: "warning", tags: { env: { oneOf: ["prod", "test"] } } },
    { id: "no-temp", severity: "info", forbidden: ["temp*", "<*", "=*"] },
  ],
};

/** One resource of each result, with tag keys that would like to be something else. */
export function checkedRecords(baseline: ReadonlySet<string> = new Set()): readonly CheckRecord[] {
  const policy = compilePolicy(POLICY);
  const waivers = compileWaivers(
    [
      {
        id: "W-1",
        rules: ["owner"],
        select: { accounts: ["999988887777"] },
        owner: "Zoe",
        reason: "moves",
        ticket: "T-1",
        expires: "2026-11-25",
      },
    ],
    NOW,
  );
  const check = (name: string, tags: Readonly<Record<string, string>>, rest = {}) =>
    checkResource(
      policy,
      resourceWith(tags, { reference: `arn:aws:kms:eu-central-1:111122223333:key/${name}`, ...rest }),
      { waivers, baseline },
    );
  return [
    check("good", { owner: "o", env: "prod", team: "a" }),
    check("bad", {
      env: "x",
      team: "=cmd|'/c calc'!A1",
      'temp,"1"': "",
      "<img src=x onerror=alert(1)>": "",
      "=1+1": "",
    }),
    check("waived", { team: "a" }, { account: "999988887777" }),
    check("cloud", {}, { managedBy: "cloud" }),
    unreadRecord(resourceWith({}, { reference: "arn:aws:kms:eu-central-1:111122223333:key/gone" }), {
      code: "not-found",
      message: "It is & was <gone>.",
    }),
  ];
}

export function reportInput(records = checkedRecords(), rest: Partial<ReportInput> = {}): ReportInput {
  const tally = new CheckTally(POLICY);
  for (const record of records) tally.add(record);
  return {
    summary: tally.summary(NOW),
    records,
    failOn: "error",
    policyFile: "policies/crosstag policy.yaml",
    ...rest,
  };
}

export async function textOf(write: WriteReport, input = reportInput()): Promise<string> {
  let text = "";
  for await (const piece of write(input)) text += piece;
  return text;
}
