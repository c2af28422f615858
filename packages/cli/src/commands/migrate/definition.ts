import type { CommandDefinition } from "../../command-definition.ts";
import { ACCESS_POLICY_OPTIONS } from "../../command-options/access-policy-options.ts";
import { EXPAND } from "../../command-options/expand.ts";
import { SIDE } from "../../command-options/side.ts";

const NAME_SIDES = "Name clouds and files with options: crosstag migrate --from aws --to alibaba --map map.yaml";

/** The syntax of `crosstag migrate`. */
export const migrateCommand: CommandDefinition = {
  name: "migrate",
  summary: "plan to move tags from one cloud to another under a mapping, verify the result, or reverse the mapping",
  changes: true,
  operands: [
    {
      syntax: "[action]",
      description: "verify: compare both sides instead of planning",
      choices: ["verify"],
      otherwise: () => NAME_SIDES,
    },
  ],
  excess: () => NAME_SIDES,
  options: [
    { flags: "--from <source>", description: SIDE, completes: "side" },
    { flags: "--to <target>", description: "a cloud's name; with verify also an inventory file", completes: "side" },
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
    EXPAND,
  ],
  examples: [
    { line: "crosstag migrate --from aws --to alibaba --map map.yaml --out plan.json", what: "then: crosstag apply" },
    {
      line: "crosstag migrate verify --from aws.jsonl --to alibaba --map map.yaml",
      what: "checks that everything has arrived",
    },
    { line: "crosstag migrate --reverse --map map.yaml --out back.yaml", what: "the way back" },
  ],
  load: () => import("./run.ts"),
};
