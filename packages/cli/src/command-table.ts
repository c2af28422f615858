import type { CommandDefinition } from "./command-definition.ts";
import type { OptionDefinition } from "./command-syntax.ts";
import { ACCESS_POLICY_OPTIONS } from "./command-tables/access-policy-options.ts";
import { COMPLIANCE_COMMANDS } from "./command-tables/compliance-commands.ts";
import { MIGRATION_COMMANDS } from "./command-tables/migration-commands.ts";
import { KINDS } from "./command-tables/kinds.ts";

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
const PROVIDERS = ["aws", "alibaba"];

const JOURNAL: OptionDefinition = {
  flags: "--journal <folder>",
  description: "folder that keeps the runs (default: $XDG_STATE_HOME/crosstag/runs)",
  completes: "file",
};
/** What every command takes that applies a plan. */
const RUN_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "--max-failures <number>",
    description: "stop when more resources than this have failed: a number, or a share of the changes such as 5%",
  },
  {
    flags: "--limit <number>",
    description: "stop after this many resources; `crosstag resume` continues",
    integer: true,
  },
  {
    flags: "--canary <number>",
    description: "change this many resources first, and continue only if reading them back shows the changes",
    integer: true,
  },
  { flags: "--no-verify", description: "do not read back what was written" },
  {
    flags: "--progress <form>",
    description: "how to show progress on standard error",
    choices: ["auto", "plain", "jsonl", "off"],
    default: "auto",
  },
  {
    flags: "--report <report>",
    description: "also write a report: junit=results.xml; repeatable",
    repeatable: true,
  },
  JOURNAL,
];

const ALLOW_CONCURRENT: OptionDefinition = {
  flags: "--allow-concurrent",
  description: "continue even if another run is applying the same plan",
};

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
        description: "also check the tags against the rules of these clouds",
        list: true,
        suggestions: [...PROVIDERS, "qkms"],
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
      { flags: "--all", description: "remove every tag except those that the cloud reserves" },
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
      { flags: "--change-software-tags", description: "also change tags that other software acts on" },
      ...ACCESS_POLICY_OPTIONS,
      {
        flags: "--look-at-states <when>",
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
  {
    name: "apply",
    summary: "apply a plan as fast as the quotas allow, as a run that can be resumed and undone",
    operands: [{ syntax: "<plan>", description: "a plan file" }],
    options: [
      {
        flags: "--digest <hash>",
        description: "refuse the plan unless it has this digest, as printed by `crosstag plan`",
      },
      ...RUN_OPTIONS,
      ALLOW_CONCURRENT,
    ],
    examples: [
      { line: "crosstag apply plan.json", what: "all of it" },
      { line: "crosstag apply plan.json --digest sha256:…", what: "only the plan that was reviewed" },
      { line: "crosstag apply plan.json --canary 10 --max-failures 1%", what: "carefully" },
    ],
    load: () => import("./commands/apply.ts"),
  },
  {
    name: "resume",
    summary: "continue a run that was interrupted, without repeating what is done",
    operands: [{ syntax: "<run>", description: "a run's id, the beginning of it, or: latest" }],
    options: [...RUN_OPTIONS, ALLOW_CONCURRENT],
    examples: [{ line: "crosstag resume latest", what: "the latest run" }],
    load: () => import("./commands/resume.ts"),
  },
  {
    name: "undo",
    summary: "restore the tags that a run changed, unless someone has changed them since",
    operands: [{ syntax: "<run>", description: "a run's id, the beginning of it, or: latest" }],
    options: [
      { flags: "--out <file>", description: "write the plan for the undo instead of applying it", completes: "file" },
      { flags: "--yes", description: "do not ask for confirmation" },
      ...RUN_OPTIONS,
    ],
    examples: [
      { line: "crosstag undo latest", what: "shows the changes and asks for confirmation" },
      { line: "crosstag undo 20261125-072011 --out back.json", what: "for review; then: crosstag apply back.json" },
    ],
    load: () => import("./commands/undo.ts"),
  },
  {
    name: "runs",
    summary: "list runs, show what one did, or verify its journal",
    operands: [
      { syntax: "[action]", description: "list, show or verify (default: list)", choices: ["list", "show", "verify"] },
      { syntax: "[run]", description: "a run's id, the beginning of it, or: latest" },
    ],
    options: [
      { flags: "--plan", description: "with show: show the plan that the run applies" },
      { flags: "--expect <hash>", description: "with verify: the hash that the journal must end with" },
      JOURNAL,
    ],
    examples: [
      { line: "crosstag runs", what: "all of them, the newest first" },
      { line: "crosstag runs verify latest", what: "checks that its records form an unbroken chain" },
      { line: "crosstag runs verify latest --expect sha256:…", what: "checks that it is unchanged since the run" },
    ],
    load: () => import("./commands/runs.ts"),
  },
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
        description: "providers or dialects (default: all)",
        list: true,
        suggestions: [...PROVIDERS, "qkms"],
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
    operands: [{ syntax: "[clouds...]", description: "providers or dialects (default: all)" }],
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
