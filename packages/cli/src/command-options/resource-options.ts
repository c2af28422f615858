import type { ResourceKind } from "@crosstag/core";
import type { OptionDefinition } from "../command-syntax.ts";

/** Kinds of the clouds of this project, for completion. An adapter can have others. */
export const KIND_SUGGESTIONS: readonly ResourceKind[] = ["key", "secret", "certificate"];

/** Description of operands that are references. */
export const REFERENCES =
  "full names (arn:aws:kms:…, arn:aws:secretsmanager:…, acs:kms:…, qcs::kms:…), bare ids, secret/<name>, certificate/<id>";

/** The operands of commands that work on every resource unless some are named. */
export const OPTIONAL_REFERENCES = {
  syntax: "[references...]",
  description: "resources to work on (default: every resource of the selected clouds)",
};

/** Also takes references from a file. */
export const RESOURCES: OptionDefinition = {
  flags: "--resources <file>",
  description:
    "read references from a file: one per line, a JSON list, or the output of `list --output jsonl`; - for standard input",
  completes: "file",
};

/** The same, for commands that refer to `list` for the forms of the file. */
export const RESOURCES_AS_FOR_LIST: OptionDefinition = {
  flags: "--resources <file>",
  description: "read references from a file, as for `list`",
  completes: "file",
};

/** Limits a listing to kinds. */
export const KIND_FILTER: OptionDefinition = {
  flags: "--kind <kinds>",
  description: "only these kinds, for example key or secret",
  list: true,
  suggestions: KIND_SUGGESTIONS,
};

/** Accepts aliases. */
export const RESOLVE_ALIASES: OptionDefinition = {
  flags: "--resolve-aliases",
  description: "look up which key an alias refers to",
};

/** What to do about reserved tags. */
export const RESERVED: OptionDefinition = {
  flags: "--reserved <what>",
  description: "what to do about tags that the cloud reserves: refuse the request, or leave them out",
  choices: ["refuse", "skip"],
  default: "refuse",
};
