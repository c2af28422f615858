import type { CommandDefinition } from "../command-definition.ts";
import { ACCESS_POLICY_OPTIONS } from "./access-policy-options.ts";
import { KINDS } from "./kinds.ts";
import { SHIPPED_CLOUDS } from "./shipped-clouds.ts";

const SIDE = "a cloud's name, or an inventory file (.jsonl, .csv, or with a / in its name; - for standard input)";

/** Commands that copy tags from one cloud to another. */
export const MIGRATION_COMMANDS: readonly CommandDefinition[] = [
  {
    name: "portability",
    summary: "show which tags each cloud accepts as they are, which need a mapping, and which cannot be moved",
    operands: [{ syntax: "[tags...]", description: "as for `tag --set`; none with --inventory" }],
    options: [
      {
        flags: "--for <clouds>",
        description: "names of configured clouds, providers or dialects (default: every provider)",
        list: true,
        suggestions: SHIPPED_CLOUDS,
      },
      {
        flags: "--inventory <file>",
        description: "all tags of an inventory, as `export` writes it",
        completes: "file",
      },
      { flags: "--kind <kind>", description: "kind of resource that the tags are for", choices: KINDS, default: "key" },
      { flags: "--suggest <file>", description: "write a mapping for the tags that need one", completes: "file" },
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
    operands: [
      {
        syntax: "[references...]",
        description: "resources to work on (default: every resource of the selected clouds)",
      },
    ],
    options: [
      {
        flags: "--format <format>",
        description: "JSON lines, or CSV (default: by the name of the file, else jsonl)",
        choices: ["jsonl", "csv"],
      },
      { flags: "--out <file>", description: "write to this file (default: standard output)", completes: "file" },
      {
        flags: "--kind <kinds>",
        description: "only these kinds; not together with references",
        list: true,
        choices: KINDS,
      },
      { flags: "--resources <file>", description: "read references from a file, as for `list`", completes: "file" },
      { flags: "--resolve-aliases", description: "look up which key an alias refers to" },
      { flags: "--include-reserved", description: "also write tags that the cloud reserves" },
    ],
    examples: [
      { line: "crosstag export --cloud aws --out aws.jsonl", what: "all of AWS, for use where AWS cannot be reached" },
      { line: "crosstag export --format csv > tags.csv", what: "for a spreadsheet, which will not run formulas in it" },
    ],
    load: () => import("../commands/export.ts"),
  },
  {
    name: "diff",
    summary: "compare two clouds, two inventories, or one of each",
    operands: [
      { syntax: "<left>", description: SIDE },
      { syntax: "<right>", description: "the same" },
    ],
    examples: [
      { line: "crosstag diff monday.jsonl aws", what: "what has changed since; exit code 2 if something has" },
    ],
    load: () => import("../commands/diff.ts"),
  },
  {
    name: "migrate",
    summary: "plan to move tags from one cloud to another under a mapping, verify the result, or reverse the mapping",
    operands: [
      { syntax: "[action]", description: "verify: compare both sides instead of planning", choices: ["verify"] },
    ],
    options: [
      { flags: "--from <source>", description: SIDE, completes: "file" },
      { flags: "--to <target>", description: "a cloud's name; with verify also an inventory file" },
      { flags: "--map <file>", description: "the mapping; - for standard input", completes: "file" },
      { flags: "--allow-loss", description: "drop tags that the target does not accept, and list them" },
      { flags: "--out <file>", description: "file for the plan, or with --reverse for the mapping", completes: "file" },
      {
        flags: "--reverse",
        description:
          "write the reversed mapping and show what is lossless; with --from and --to, try it on the tags there",
      },
      { flags: "--change-software-tags", description: "also change tags that other software depends on" },
      ...ACCESS_POLICY_OPTIONS,
    ],
    examples: [
      { line: "crosstag migrate --from aws --to alibaba --map map.yaml --out plan.json", what: "then: crosstag apply" },
      {
        line: "crosstag migrate verify --from aws.jsonl --to alibaba --map map.yaml",
        what: "checks that everything has arrived",
      },
      { line: "crosstag migrate --reverse --map map.yaml --out back.yaml", what: "the way back" },
    ],
    load: () => import("../commands/migrate.ts"),
  },
];
