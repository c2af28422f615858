import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repository, sourceFiles } from "./source-files.ts";

/** Packages that treat all clouds alike: what they need to know of one is in its adapter's profile. */
const NEUTRAL = ["config", "core", "compliance", "migration", "cli"] as const;

const NAMES = /\b(?:aws|alibaba|qkms|tencent)\b|\bacs:|\barn:|\bqcs:/i;

/** Files that name clouds, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "core/plan/software-tags.ts": "names the software that owns tags, with the pages that document it",
  "compliance/import/import-tag-policy.ts": "reads the documents of two organizations, which are not about KMS",
  "cli/commands/local/add-resources.ts": "adds resources to each of the local clouds",
  "cli/commands/local/added-accounts.ts": "numbers the accounts of the local clouds",
  "cli/commands/local/definition.ts": "has examples to type",
  "cli/commands/local/fleet-configuration.ts": "writes the configuration of the local clouds",
  "cli/commands/local/local-options.ts": "has options for each of the local clouds",
  "cli/commands/local/run.ts": "starts the local clouds",
  "cli/command-options/access-policy-options.ts": "says what the option does on one cloud",
  "cli/command-options/shipped-clouds.ts": "has the words for shell completion",
  "cli/command-options/resource-options.ts": "shows the forms of references",
  "cli/commands/policy/run.ts": "says what to type",
  "cli/commands/providers/run.ts": "says what to type",
  "cli/commands/delete-key-material/definition.ts": "has examples to type",
  "cli/commands/diff/definition.ts": "has examples to type",
  "cli/commands/export/definition.ts": "has examples to type",
  "cli/commands/migrate/definition.ts": "has examples to type",
  "cli/commands/policy/definition.ts": "has examples to type",
  "cli/commands/portability/definition.ts": "has examples to type",
  "cli/commands/providers/definition.ts": "has examples to type",
  "cli/commands/serve/definition.ts": "has an option for the protocol of AWS",
  "cli/commands/serve/serve.ts": "has an option for the protocol of AWS",
  "cli/commands/tag/definition.ts": "has examples to type",
  "cli/commands/untag/definition.ts": "has examples to type",
  "cli/commands/validate/definition.ts": "has examples to type",
  "cli/commands/init/configuration-text.ts": "writes a configuration to start with",
  "cli/demo.ts": "runs over the local clouds",
  "cli/demo/demo-steps.ts": "runs over the local clouds",
  "config/configuration/configuration-schema.ts": "describes a field by an example",
  "config/policy/policy-schema.ts": "describes a field by an example",
  "config/access/access-schema.ts": "describes a field by an example",
  "config/desired/desired-state-schema.ts": "describes a field by an example",
  "cli/configuration/warn-of-settings.ts": "explains environment variables of one SDK",
  "cli/input/json-references.ts": "names tools whose output it reads",
  "cli/input/parse-resource-list.ts": "names tools whose output it reads",
  "cli/input/read-access-policies.ts": "names tools whose output it reads",
};

/** Kinds are words of profiles. `"key"` is also a part of a tag, and of a rule. */
const KINDS = /"(?:secret|certificate)"|\bkinds?: (?:\[ ?)?"key"|\bkind (?:===|!==) "key"/;

/** A source without its comments, which may have examples. */
function codeOf(name: string, file: string): string {
  const text = readFileSync(join(repository, "packages", name, "src", file), "utf8");
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}

function namingFiles(): readonly string[] {
  return NEUTRAL.flatMap((name) =>
    sourceFiles(name)
      // A setting has the field "arn".
      .filter((file) => NAMES.test(codeOf(name, file).replaceAll(/\barn: (?:string|text)\b/g, "")))
      .map((file) => `${name}/${file}`),
  );
}

it("only an adapter knows its cloud: no other source names one", () => {
  expect(namingFiles().filter((file) => !(file in EXCEPTIONS))).toEqual([]);
});

it("only a profile knows its kinds: no source of core names one, except a cloud for tests", () => {
  const files = sourceFiles("core").filter((file) => !file.startsWith("testing/"));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => KINDS.test(codeOf("core", file)))).toEqual([]);
});

it("has no exception that is not needed", () => {
  expect(Object.keys(EXCEPTIONS).toSorted()).toEqual(namingFiles().toSorted());
});
