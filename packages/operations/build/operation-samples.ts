import type { OperationName } from "../src/index.ts";

/** One use of an operation, as documentation shows it. */
export interface OperationSample {
  /** The input; its schema accepts it. */
  readonly input: Readonly<Record<string, unknown>>;
  /** The same on the command line. Absent: the command has nothing of the kind. */
  readonly command?: string;
}

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const OTHER_KEY = "acs:kms:cn-hangzhou:1234567890:key/key-hzz00000000000001";
const IMPORTED_KEY = "arn:aws:kms:eu-central-1:111122223333:key/5678ef01-56ef-78ab-90cd-5678901234ef";
const PLAN = "sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9";
const RUN = "20261125-072011-3f9a2c";

/** A sample of each operation. */
export const OPERATION_SAMPLES: Readonly<Record<OperationName, OperationSample>> = {
  "tag-resource": {
    input: { resources: [KEY, OTHER_KEY], tags: { team: "payments" }, dryRun: true },
    command: `crosstag tag ${KEY} ${OTHER_KEY} team=payments --dry-run`,
  },
  "untag-resource": {
    input: { resources: [KEY], tagKeys: ["stage"] },
    command: `crosstag untag ${KEY} --key stage`,
  },
  "list-tags": { input: { resources: [KEY, OTHER_KEY] }, command: `crosstag list ${KEY} ${OTHER_KEY}` },
  "find-resources": {
    input: { kinds: ["key"], filter: ["team=pay*"], missing: ["owner"] },
    command: "crosstag list --kind key --filter 'team=pay*' --missing owner",
  },
  validate: {
    input: { tags: { owner: "Zoë" }, clouds: ["aws", "alibaba"] },
    command: "crosstag validate owner=Zoë --for aws,alibaba",
  },
  "list-clouds": { input: {}, command: "crosstag clouds" },
  "make-plan": {
    input: {
      source: { from: "changes", changes: [{ resource: KEY, set: { team: "payments" }, remove: ["stage"] }] },
      title: "Move billing to payments",
    },
    command: "crosstag plan -f tags.csv --out plan.jsonl",
  },
  "list-plans": { input: {} },
  "get-plan": { input: { plan: PLAN } },
  "read-plan-entries": { input: { plan: PLAN } },
  "approve-plan": { input: { plan: PLAN, decision: "approved", by: "Zoë", note: "As agreed." } },
  "delete-plan": { input: { plan: PLAN } },
  "start-run": { input: { plan: PLAN, canary: 10 }, command: "crosstag apply plan.jsonl --canary 10" },
  "list-runs": { input: {}, command: "crosstag runs list" },
  "get-run": { input: { run: RUN }, command: `crosstag runs show ${RUN}` },
  "read-run-outcomes": { input: { run: RUN }, command: `crosstag runs show ${RUN} --output jsonl` },
  "follow-run": { input: { run: RUN } },
  "cancel-run": { input: { run: RUN } },
  "resume-run": { input: { run: RUN }, command: `crosstag resume ${RUN}` },
  "undo-run": { input: { run: RUN, dryRun: true }, command: `crosstag undo ${RUN} --dry-run` },
  check: { input: { kinds: ["key"] }, command: "crosstag check --kind key --output jsonl" },
  "inspect-key-material": {
    input: { resource: IMPORTED_KEY },
    command: `crosstag delete-key-material ${IMPORTED_KEY} --dry-run`,
  },
  "delete-key-material": {
    input: { token: "the token of the look", confirm: "5678ef01-56ef-78ab-90cd-5678901234ef" },
    command: `crosstag delete-key-material ${IMPORTED_KEY} --confirm 5678ef01-56ef-78ab-90cd-5678901234ef`,
  },
};
