import type { Environment } from "@crosstag/clouds";
import type { WrittenFile } from "../../command-options/written-files.ts";
import { ACCESS_FILE, HASH_OF_NO_TOKEN } from "../../access/access-file.ts";
import { POLICY_FILE } from "../../compliance/policy-file.ts";
import { DESIRED_STATE_FILE } from "../../desired/desired-state-file.ts";
import { configurationText } from "./configuration-text.ts";

/** A file to start with. */
export interface Starter {
  /** The name that commands look for, or that examples use. */
  readonly name: string;
  /** The name of its JSON Schema. */
  readonly schema: string;
  /** The content, without the line that names the schema. */
  readonly text: (environment: Environment) => string;
  /** What to type next. `file`: its name for a shell; undefined: the name that commands look for. */
  readonly next: (file: string | undefined) => string;
}

/** Every file that people write, valid as it is. */
export const STARTERS: Readonly<Record<WrittenFile, Starter>> = {
  configuration: {
    name: "crosstag.yaml",
    schema: "crosstag.schema.json",
    next: (file) =>
      `Check the region in it, and write the account. Then: crosstag list${file === undefined ? "" : ` --config ${file}`}`,
    text: configurationText,
  },
  tags: {
    name: DESIRED_STATE_FILE,
    schema: "crosstag-tags.schema.json",
    next: (file) => `To see what it would change: crosstag plan${file === undefined ? "" : ` -f ${file}`}`,
    text: () => `# The tags that resources should have. Nothing changes until a plan is made from this file and applied.
version: 1
statements:
  - name: a team for keys that have none
    select: { kinds: [key], tags: { team: false } }
    set: { team: payments }
`,
  },
  policy: {
    name: POLICY_FILE,
    schema: "crosstag-policy.schema.json",
    next: (file) => {
      const [test, check] = file === undefined ? ["", ""] : [` ${file}`, ` --policy ${file}`];
      return `To test it on its examples: crosstag policy test${test}. To check the clouds: crosstag check${check}`;
    },
    text: () => `# The rules for tags. \`crosstag check\` reports what breaks them, and \`crosstag enforce\` plans what can be fixed.
version: 1
name: Company tags
teamKey: team # reports count by its values
rules:
  - id: team
    text: Each key has a team.
    scope: { kinds: [key] }
    required: [team]
  - id: stage
    severity: warning
    tags:
      stage: { required: true, oneOf: [production, test], default: test }
examples:
  - { name: tagged, tags: { team: payments, stage: test }, expect: compliant }
  - { name: untagged, tags: {}, expect: violating, violates: [team, stage] }
`,
  },
  waivers: {
    name: "crosstag-waivers.yaml",
    schema: "crosstag-waivers.schema.json",
    next: (file = "crosstag-waivers.yaml") => `To use it: crosstag check --waivers ${file}`,
    text: () => `# Exceptions from a policy. Each ends on a day, and then its findings fail again.
version: 1
waivers:
  - id: move-to-frankfurt
    rules: [stage]
    select: { regions: [eu-central-1] }
    owner: Zoe
    reason: The keys move to another region.
    expires: 2099-12-31
`,
  },
  mapping: {
    name: "crosstag-map.yaml",
    schema: "crosstag-map.schema.json",
    next: (file = "crosstag-map.yaml") => `To see the result: crosstag migrate --from CLOUD --to CLOUD --map ${file}`,
    text: () => `# How tags are copied from one cloud to another.
version: 1
match:
  tag: name # resources with the same value of this tag belong together
keys:
  rename: { Cost Center: cost-center }
values:
  map:
    env: { prod: production }
  encode: escape # characters that the other cloud does not accept
`,
  },
  access: {
    name: ACCESS_FILE,
    schema: "crosstag-access.schema.json",
    next: (file = ACCESS_FILE) =>
      `To make a token for the first entry: crosstag serve token --name team-payments. Write its hash into ${file}.`,
    text: () => `# The callers of \`crosstag serve\`, and what each may do. It has hashes of tokens, and no token.
version: 1
tokens:
  - name: team-payments
    hash: "${HASH_OF_NO_TOKEN}"
    operations: [read, tag-resource, untag-resource] # or plan, write, delete, metrics, *
    clouds: ["*"] # names of configured clouds, or globs of them
    tagKeys: [team, "cost-*"] # what it may change; reading shows all tags
    requestsPerSecond: 10
    expires: "2099-12-31"
`,
  },
};
