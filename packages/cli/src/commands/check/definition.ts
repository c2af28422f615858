import type { CommandDefinition } from "../../command-definition.ts";
import { CHECK_OPTIONS } from "../../command-options/check-options.ts";
import { OPTIONAL_REFERENCES } from "../../command-options/resource-options.ts";

/** The syntax of `crosstag check`. */
export const checkCommand: CommandDefinition = {
  name: "check",
  summary: "check the tags of resources against a policy",
  operands: [OPTIONAL_REFERENCES],
  options: [
    ...CHECK_OPTIONS,
    {
      flags: "--fail-on <severity>",
      description: "exit with 2 if there is a finding of this severity or a higher one",
      choices: ["info", "warning", "error", "never"],
      default: "error",
    },
    {
      flags: "--report <report>",
      description: "also write a report: json, csv, sarif, junit, markdown or html=FILE; repeatable",
      repeatable: true,
      completes: "report",
      suggestions: ["json=", "csv=", "sarif=", "junit=", "markdown=", "html="],
    },
    {
      flags: "--show-values",
      description:
        "show the values of the tags that findings are about, in the output and in HTML, JSON and CSV reports",
    },
    {
      flags: "--baseline <file>",
      description: "an earlier JSON report; findings that are in it do not fail the check",
      completes: "file",
    },
    {
      flags: "--trend <file>",
      description: "an earlier JSON report, for the trend in the HTML report; repeatable",
      repeatable: true,
      completes: "file",
    },
    {
      flags: "--inventory <file>",
      description: "check an inventory that `export` wrote instead of a cloud; - for standard input",
      completes: "file",
    },
  ],
  examples: [
    { line: "crosstag check", what: "everything in the configured clouds" },
    { line: "crosstag check --report sarif=tags.sarif --report html=tags.html", what: "in CI" },
    { line: "crosstag check --baseline accepted.json --fail-on warning", what: "only what is new fails" },
  ],
  load: () => import("./run.ts"),
};
