import { importTagPolicy, testPolicy, type TagPolicyCloud } from "@crosstag/compliance";
import { stringify } from "yaml";
import { POLICY_FILE } from "../../compliance/policy-file.ts";
import { readPolicy } from "../../compliance/read-policy.ts";
import { writeStarter } from "../init/write-starter.ts";
import { readTagPolicies } from "./read-tag-policies.ts";
import { resolveProfiles } from "../../configuration/resolve-profiles.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { resolvePath } from "../../input/resolve-path.ts";
import type { Invocation } from "../../invocation.ts";
import { describeCount } from "../../output/describe-count.ts";
import { writeTable, type TableCell } from "../../output/table.ts";
import { writeNewFile } from "../../output/write-new-file.ts";
import { UsageError } from "../../usage-error.ts";
import { showResult } from "../../output/show-result.ts";

interface PolicyOptions {
  readonly from?: TagPolicyCloud;
  readonly out?: string;
}

/** Tests a policy against its examples, or imports the tag policies of a cloud. */
export async function run(invocation: Invocation<PolicyOptions>): Promise<ExitCode> {
  const [action, ...files] = invocation.operands;
  if (action === "init") return init(invocation, files);
  return action === "test" ? test(invocation, files) : importFrom(invocation, files);
}

async function init(invocation: Invocation<PolicyOptions>, files: readonly string[]): Promise<ExitCode> {
  const { out, from } = invocation.options;
  const names = [...files, ...(out === undefined ? [] : [out])];
  if (names.length > 1 || from !== undefined || invocation.globals.account !== undefined)
    throw new UsageError("`crosstag policy init` takes the name of one file.", "Write: crosstag policy init FILE");
  await writeStarter("policy", names[0], invocation);
  return EXIT_CODE.done;
}

async function test(invocation: Invocation<PolicyOptions>, files: readonly string[]): Promise<ExitCode> {
  const { globals, options, output, messages } = invocation;
  if (files.length > 1 || [options.from, globals.account, options.out].some((option) => option !== undefined))
    throw new UsageError(
      "`crosstag policy test` takes one policy, and none of the options of `crosstag policy import`.",
    );
  const [file = POLICY_FILE] = files;
  const policy = await readPolicy(file, invocation);
  const named = policy.examples?.some(({ resource }) => resource?.reference !== undefined) === true;
  const clouds = named ? (await resolveProfiles([], invocation)).map(({ profile }) => profile) : [];
  const results = testPolicy(policy, clouds);
  await showResult(output, {
    table: async () => {
      if (results.length === 0) return;
      const rows = results.map(({ name, differences }): readonly TableCell[] => [
        differences.length === 0 ? { text: "as expected", style: "green" } : { text: "different", style: "red" },
        name,
        differences.length === 0 ? "-" : differences,
      ]);
      await writeTable(output, ["RESULT", "EXAMPLE", "DIFFERENCE"], rows);
    },
    document: () => ({ examples: results }),
    records: () => results,
  });
  const different = results.filter(({ differences }) => differences.length > 0).length;
  if (results.length === 0) messages.warn("The policy is valid, but has no examples to test it against.");
  else if (different === 0) messages.info(`${describeCount(results.length, "example")}: all as expected.`);
  else messages.info(`${describeCount(results.length, "example")}: ${different} different.`);
  return different > 0 ? EXIT_CODE.violations : EXIT_CODE.done;
}

async function importFrom(
  { context, globals, options, output, messages }: Invocation<PolicyOptions>,
  files: readonly string[],
): Promise<ExitCode> {
  const { from, out } = options;
  const { account: accounts } = globals;
  if (from === undefined)
    throw new UsageError("`crosstag policy import` requires --from.", "Add --from aws or --from alibaba.");
  if (files.length === 0)
    throw new UsageError(
      "No file to import.",
      "Give the files in order, from the root of the organization to the account.",
    );
  // They become globs of a scope: a typing error would match no account.
  const wrong = accounts?.find((account) => !/^\d+$/.test(account));
  if (wrong !== undefined) throw new UsageError(`--account ${JSON.stringify(wrong)} is not an account number.`);
  const levels = await readTagPolicies(files, context);
  const { policy, notImported } = importTagPolicy(from, levels, accounts === undefined ? {} : { accounts });
  for (const sentence of notImported) messages.warn(sentence);
  if (policy.rules.length === 0) {
    messages.error("The tag policies contain nothing about tags of KMS resources. No policy was written.");
    return EXIT_CODE.violations;
  }
  const text = stringify(policy, { lineWidth: 0 });
  if (out !== undefined) await writeNewFile(resolvePath(out, context), text, out);
  await showResult(output, {
    table: async () => {
      if (out === undefined) await output.write(text);
    },
    document: () => ({ policy, notImported }),
  });
  const imported =
    notImported.length === 0
      ? "everything was imported unchanged"
      : `${describeCount(notImported.length, "part")} could not be imported unchanged`;
  messages.info(
    `${describeCount(policy.rules.length, "rule")}; ${imported}.${out === undefined ? "" : ` Written to ${out}.`}`,
  );
  if (accounts === undefined)
    messages.info(`It applies to every account of ${from}. To limit it, add --account ACCOUNT.`);
  return EXIT_CODE.done;
}
