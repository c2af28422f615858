import type { CommandDefinition } from "../command-definition.ts";
import { ACCESS_POLICY_OPTIONS } from "./access-policy-options.ts";
import { KINDS } from "./kinds.ts";

const PROVIDERS = ["aws", "alibaba", "qkms"];
const SIDE = "a cloud's name, or an inventory file (.jsonl, .csv, or with a / in its name; - for standard input)";

/** Commands that carry tags from one cloud to another. */
export const MIGRATION_COMMANDS: readonly CommandDefinition[] = [
  {
    name: "portability",
    summary: "say which tags can go to which cloud as they are, which need a mapping, and which cannot go",
    operands: [{ syntax: "[tags...]", description: "as for `tag --set`; none with --inventory" }],
    options: [
      {
        flags: "--for <clouds>",
        description: "providers or dialects (default: all)",
        list: true,
        suggestions: PROVIDERS,
      },
      {
        flags: "--inventory <file>",
        description: "all tags of an inventory, as `export` writes it",
        completes: "file",
      },
      { flags: "--kind <kind>", description: "of resource that the tags are for", choices: KINDS, default: "key" },
      { flags: "--suggest <file>", description: "write a mapping that carries what needs one", completes: "file" },
    ],
    examples: [
      { line: "crosstag portability 'Owner=Zoë K.' --for alibaba", what: "can it go to Alibaba?" },
      { line: "crosstag portability --inventory aws.jsonl --for alibaba", what: "everything that was exported" },
    ],
    load: () => import("../commands/portability.ts"),
  },
  {
    name: "export",
    summary: "write an inventory: every resource with its tags",
    operands: [{ syntax: "[references...]", description: "these resources; none: every one of the selected clouds" }],
    options: [
      {
        flags: "--format <format>",
        description: "JSON lines, or CSV (default: by the name of the file, else jsonl)",
        choices: ["jsonl", "csv"],
      },
      { flags: "--out <file>", description: "default: standard output", completes: "file" },
      { flags: "--kind <kinds>", description: "without references: only these kinds", list: true, choices: KINDS },
      { flags: "--resources <file>", description: "more references from a file, as for `list`", completes: "file" },
      { flags: "--resolve-aliases", description: "ask the cloud which key an alias stands for" },
      { flags: "--include-reserved", description: "also write tags that the cloud keeps for itself" },
    ],
    examples: [
      { line: "crosstag export --cloud aws --out aws.jsonl", what: "all of AWS, to be read where AWS is out of reach" },
      { line: "crosstag export --format csv > tags.csv", what: "for a spreadsheet; nothing in it is calculated" },
    ],
    load: () => import("../commands/export.ts"),
  },
  {
    name: "diff",
    summary: "say what is different between two clouds, two inventories, or one of each",
    operands: [
      { syntax: "<left>", description: SIDE },
      { syntax: "<right>", description: "the same" },
    ],
    examples: [
      { line: "crosstag diff monday.jsonl aws", what: "what has changed since; exit code 2 where something has" },
    ],
    load: () => import("../commands/diff.ts"),
  },
  {
    name: "migrate",
    summary: "plan to carry tags from one cloud to another under a mapping, verify it, or give the mapping back",
    operands: [
      { syntax: "[action]", description: "verify: compare both sides instead of planning", choices: ["verify"] },
    ],
    options: [
      { flags: "--from <source>", description: SIDE, completes: "file" },
      { flags: "--to <target>", description: "a cloud's name; with verify an inventory, too" },
      { flags: "--map <file>", description: "the mapping; - for standard input", completes: "file" },
      { flags: "--allow-loss", description: "drop tags that the target cannot take; they are listed" },
      { flags: "--out <file>", description: "write the plan, or with --reverse the mapping", completes: "file" },
      {
        flags: "--reverse",
        description: "give the mapping back and say what is lossless; with --from and --to, prove it on the tags there",
      },
      { flags: "--change-software-tags", description: "also change tags that other software acts on" },
      ...ACCESS_POLICY_OPTIONS,
    ],
    examples: [
      { line: "crosstag migrate --from aws --to alibaba --map map.yaml --out plan.json", what: "then: crosstag apply" },
      { line: "crosstag migrate verify --from aws.jsonl --to alibaba --map map.yaml", what: "is everything there?" },
      { line: "crosstag migrate --reverse --map map.yaml --out back.yaml", what: "the way back" },
    ],
    load: () => import("../commands/migrate.ts"),
  },
];
