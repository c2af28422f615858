import type { CommandDefinition } from "../../command-definition.ts";

/** The syntax of `crosstag adapter`. */
export const adapterCommand: CommandDefinition = {
  name: "adapter",
  summary: "create a package for an adapter of another cloud",
  operands: [
    { syntax: "<action>", description: "new", choices: ["new"] },
    { syntax: "<name>", description: "the name of the cloud, as in references and in crosstag.yaml" },
  ],
  options: [{ flags: "--out <folder>", description: "write there (default: crosstag-<name>)", completes: "file" }],
  examples: [{ line: "crosstag adapter new acme", what: "crosstag-acme, whose tests say what to write next" }],
  load: () => import("./run.ts"),
};
