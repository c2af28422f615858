import type { CommandDefinition } from "../../command-definition.ts";
import { WRITTEN_FILES } from "../../command-options/written-files.ts";
import { quoteForShell } from "../../output/quote-for-shell.ts";

/** The syntax of `crosstag init`. */
export const initCommand: CommandDefinition = {
  name: "init",
  summary: "write a file to start with, and its JSON Schema for editors",
  operands: [
    {
      syntax: "[file]",
      description: `${WRITTEN_FILES.join(", ")} (default: configuration, which is crosstag.yaml)`,
      choices: WRITTEN_FILES,
    },
  ],
  excess: (word, [file]) => `To write it to that file: crosstag init ${file} --out ${quoteForShell(word)}`,
  options: [{ flags: "--out <file>", description: "write the file there instead", completes: "file" }],
  examples: [
    { line: "crosstag init", what: "crosstag.yaml, for the clouds" },
    { line: "crosstag init tags", what: "crosstag-tags.yaml, for crosstag plan and crosstag apply" },
    { line: "crosstag init policy", what: "crosstag-policy.yaml, for crosstag check and crosstag enforce" },
  ],
  load: () => import("./run.ts"),
};
