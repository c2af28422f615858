import type { CommandDefinition } from "../../command-definition.ts";
import { RESOLVE_ALIASES } from "../../command-options/resource-options.ts";

/** The syntax of `crosstag delete-key-material`. */
export const deleteKeyMaterialCommand: CommandDefinition = {
  name: "delete-key-material",
  summary: "delete the imported material of one key, after showing the key and asking for confirmation",
  changes: true,
  operands: [{ syntax: "<reference>", description: "one key with imported material" }],
  excess: () => "Name one key: each deletion is confirmed by itself.",
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
  load: () => import("./run.ts"),
};
