import type { CommandDefinition } from "./command-definition.ts";
import type { OptionDefinition } from "./command-syntax.ts";
import { ACCESS_POLICY_OPTIONS } from "./command-tables/access-policy-options.ts";
import { COMPLIANCE_COMMANDS } from "./command-tables/compliance-commands.ts";
import { MIGRATION_COMMANDS } from "./command-tables/migration-commands.ts";
import { KINDS } from "./command-tables/kinds.ts";
import { SHIPPED_CLOUDS } from "./command-tables/shipped-clouds.ts";
import { RUN_COMMANDS } from "./command-tables/run-commands.ts";

export type { CommandDefinition } from "./command-definition.ts";

const RESOURCES: OptionDefinition = {
  flags: "--resources <file>",
  description:
    "read references from a file: one per line, a JSON list, or the output of `list --output jsonl`; - for standard input",
  completes: "file",
};
const RESOLVE_ALIASES: OptionDefinition = {
  flags: "--resolve-aliases",
  description: "look up which key an alias refers to",
};
const RESERVED: OptionDefinition = {
  flags: "--reserved <what>",
  description: "what to do about tags that the cloud reserves: refuse the request, or leave them out",
  choices: ["refuse", "skip"],
  default: "refuse",
};
const REFERENCES = "ARNs (arn:aws:kms:…, acs:kms:…), bare ids, secret/<name>, certificate/<id>";

/** Every command. */
export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: "tag",
    summary: "add tags to resources, or overwrite their values",
    operands: [{ syntax: "[references...]", description: REFERENCES }],
    options: [
      {
        flags: "--set <tag>",
        description: 'team=payments, Key=team,Value=payments, {"team":"payments"} or @file.yaml; repeatable',
        repeatable: true,
      },
      RESOURCES,
      RESERVED,
      {
        flags: "--portable-to <clouds>",
        description:
          "also check the tags against the rules of these clouds: names of configured clouds, providers or dialects",
        list: true,
        suggestions: SHIPPED_CLOUDS,
      },
      RESOLVE_ALIASES,
      { flags: "--no-read-first", description: "write without reading the tags first" },
    ],
    examples: [
      {
        line: "crosstag tag arn:aws:kms:eu-central-1:111122223333:key/1234abcd-… --set team=payments",
        what: "one key",
      },
      {
        line: "crosstag tag arn:aws:kms:… acs:kms:… --set team=payments --set stage=production",
        what: "keys of two clouds in one call",
      },
      {
        line: "crosstag list --output jsonl | crosstag tag --resources - --set @tags.yaml --dry-run",
        what: "what would change everywhere",
      },
    ],
    load: () => import("./commands/tag.ts"),
  },
  {
    name: "untag",
    summary: "remove tags from resources",
    operands: [{ syntax: "[references...]", description: REFERENCES }],
    options: [
      { flags: "--key <key>", description: "tag key to remove; repeatable", repeatable: true },
      { flags: "--all", description: "remove every tag except reserved tags" },
      RESOURCES,
      RESERVED,
      RESOLVE_ALIASES,
      {
        flags: "--no-read-first",
        description: "remove without reading the tags first; the outcome says that they were not read",
      },
    ],
    examples: [
      {
        line: "crosstag untag acs:kms:cn-hangzhou:1234567890:key/key-hzz… --key team --key stage",
        what: "two tags of one key",
      },
      {
        line: "crosstag untag --resources keys.txt --key team",
        what: "one tag of many keys, in as few calls as the cloud allows",
      },
    ],
    load: () => import("./commands/untag.ts"),
  },
  {
    name: "list",
    summary: "show the tags of the given resources, or of all resources",
    operands: [
      { syntax: "[references...]", description: `${REFERENCES} (default: every resource of the selected clouds)` },
    ],
    options: [
      {
        flags: "--kind <kinds>",
        description: "only these kinds; not together with references",
        list: true,
        choices: KINDS,
      },
      { flags: "--include-reserved", description: "also show tags that the cloud reserves" },
      RESOURCES,
      RESOLVE_ALIASES,
    ],
    examples: [
      { line: "crosstag list", what: "everything in the configured clouds" },
      { line: "crosstag list --cloud production --kind key --output jsonl", what: "a JSON line for each key" },
    ],
    load: () => import("./commands/list.ts"),
  },
  {
    name: "plan",
    summary: "show what has to change to reach the desired tags, and how long that takes",
    operands: [{ syntax: "[plan]", description: "a plan file: show it instead of making a plan" }],
    options: [
      {
        flags: "-f, --file <file>",
        description: "the desired tags (default: crosstag-tags.yaml); - for standard input",
        completes: "file",
      },
      { flags: "--out <file>", description: "write the plan, for review and for `crosstag apply`", completes: "file" },
      { flags: "--detailed-exitcode", description: "exit with 2 if there is something to change" },
      { flags: "--change-software-tags", description: "also change tags that other software depends on" },
      ...ACCESS_POLICY_OPTIONS,
      {
        flags: "--describe-states <when>",
        description: "skip resources whose state does not allow a change; costs a read for each that would change",
        choices: ["when-cheap", "always", "never"],
        default: "when-cheap",
      },
    ],
    examples: [
      { line: "crosstag plan --out plan.json", what: "what crosstag-tags.yaml asks for, written down" },
      { line: "crosstag plan -f tags.yaml --detailed-exitcode", what: "in CI: 0 nothing to do, 2 something to do" },
    ],
    load: () => import("./commands/plan.ts"),
  },
  ...RUN_COMMANDS,
  {
    name: "delete-key-material",
    summary: "delete the imported material of one key, after showing the key and asking for confirmation",
    operands: [{ syntax: "<reference>", description: "one key with imported material" }],
    options: [
      { flags: "--confirm <id>", description: "the id of the key, to confirm without a prompt" },
      {
        flags: "--material-id <id>",
        description: "delete this material (AWS symmetric keys; default: the current one)",
      },
      {
        flags: "--journal <file>",
        description: "file for the evidence (default: in $XDG_STATE_HOME/crosstag/evidence)",
        completes: "file",
      },
      RESOLVE_ALIASES,
    ],
    examples: [
      { line: "crosstag delete-key-material arn:aws:kms:…:key/1234abcd-… --dry-run", what: "what it would do" },
      { line: "crosstag delete-key-material arn:aws:kms:…:key/1234abcd-… --confirm 1234abcd-…", what: "in a script" },
    ],
    load: () => import("./commands/delete-key-material.ts"),
  },
  {
    name: "validate",
    summary: "check offline which clouds accept tags, and show how to fix the others",
    operands: [{ syntax: "<tags...>", description: "as for `tag --set`" }],
    options: [
      {
        flags: "--for <clouds>",
        description: "names of configured clouds, providers or dialects (default: every provider)",
        list: true,
        suggestions: SHIPPED_CLOUDS,
      },
      { flags: "--kind <kind>", description: "kind of resource that the tags are for", choices: KINDS, default: "key" },
    ],
    examples: [
      { line: "crosstag validate team=payments 'owner=Zoë' --for aws,alibaba", what: "does it fit both clouds?" },
    ],
    load: () => import("./commands/validate.ts"),
  },
  {
    name: "providers",
    summary: "show what each cloud can do: capabilities, limits, rules, quotas, permissions",
    operands: [
      {
        syntax: "[clouds...]",
        description: "names of configured clouds, providers or dialects (default: every provider)",
      },
    ],
    options: [
      { flags: "--policy", description: "print a least-privilege policy for one provider" },
      {
        flags: "--allow <commands>",
        description: "with --policy: for these commands (default: list,tag,untag)",
        list: true,
        choices: ["list", "tag", "untag", "delete-key-material"],
      },
    ],
    examples: [
      { line: "crosstag providers alibaba", what: "limits, rules and quotas, with sources" },
      { line: "crosstag providers aws --policy --allow list,tag", what: "an IAM policy" },
    ],
    load: () => import("./commands/providers.ts"),
  },
  ...COMPLIANCE_COMMANDS,
  ...MIGRATION_COMMANDS,
  {
    name: "local",
    summary: "run both clouds on this machine until interrupted, for trying things out",
    options: [
      { flags: "--aws-port <port>", description: "port of AWS KMS (default: any free port)", integer: true },
      {
        flags: "--alibaba-port <port>",
        description: "port of Alibaba Cloud KMS (default: any free port)",
        integer: true,
      },
      { flags: "--aws-account <account>", description: "account of AWS KMS: twelve digits (default: 111122223333)" },
      {
        flags: "--alibaba-account <account>",
        description: "account of Alibaba Cloud KMS: digits (default: 1234567890123456)",
      },
      { flags: "--qkms", description: "run Quilibrium's QKMS instead of AWS KMS" },
      {
        flags: "--seed <file>",
        description: "YAML or JSON file with the initial resources",
        completes: "file",
      },
      { flags: "--keys <number>", description: "number of keys to create in each cloud", integer: true },
      { flags: "--no-quotas", description: "do not enforce the clouds' request rates" },
    ],
    examples: [
      {
        line: "crosstag local --keys 20 > local.env",
        what: "both clouds; then in another shell: . ./local.env && crosstag list",
      },
      { line: "crosstag local --cloud aws --region us-east-1,eu-west-1", what: "one cloud, in two regions" },
    ],
    load: () => import("./commands/local.ts"),
  },
  {
    name: "completion",
    summary: "print a completion script for a shell",
    operands: [{ syntax: "<shell>", description: "bash, zsh or fish", choices: ["bash", "zsh", "fish"] }],
    examples: [
      { line: 'eval "$(crosstag completion bash)"', what: "in ~/.bashrc; zsh the same" },
      { line: "crosstag completion fish | source", what: "in config.fish" },
    ],
    load: () => import("./commands/completion.ts"),
  },
];
