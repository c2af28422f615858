import type { CommandDefinition } from "../../command-definition.ts";
import { WORD_KINDS } from "./option-words.ts";

/** The syntax of `crosstag completion`. */
export const completionCommand: CommandDefinition = {
  name: "completion",
  summary: "print a completion script for a shell",
  operands: [{ syntax: "[shell]", description: "bash, zsh or fish", choices: ["bash", "zsh", "fish"] }],
  options: [
    {
      flags: "--words <kind>",
      description: "print the names that the script offers: nothing is sent; for the scripts themselves",
      choices: WORD_KINDS,
    },
  ],
  examples: [
    { line: 'eval "$(crosstag completion bash)"', what: "in ~/.bashrc; zsh the same" },
    { line: "crosstag completion fish | source", what: "in config.fish" },
  ],
  load: () => import("./run.ts"),
};
