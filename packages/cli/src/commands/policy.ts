import { writeFile } from "node:fs/promises";
import { importTagPolicy, testPolicy, type TagPolicyCloud } from "@crosstag/compliance";
import { stringify } from "yaml";
import { POLICY_FILE, readPolicy } from "../compliance/read-policy.ts";
import { readTagPolicies } from "../compliance/read-tag-policies.ts";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { resolvePath } from "../input/resolve-path.ts";
import { systemReason } from "@crosstag/core";
import type { Invocation } from "../invocation.ts";
import { describeCount } from "../output/describe-count.ts";
import { writeTable } from "../output/table.ts";
import { UsageError } from "../usage-error.ts";

interface PolicyOptions {
  readonly from?: TagPolicyCloud;
  readonly account?: readonly string[];
  readonly out?: string;
}

/** Holds a policy to its examples, or makes one of a cloud's tag policies. */
export async function run(invocation: Invocation<PolicyOptions>): Promise<ExitCode> {
  const [action, ...files] = invocation.operands;
  return action === "test" ? test(invocation, files) : importFrom(invocation, files);
}

async function test(
  { context, options, output, messages }: Invocation<PolicyOptions>,
  files: readonly string[],
): Promise<ExitCode> {
  if (files.length > 1 || [options.from, options.account, options.out].some((option) => option !== undefined))
    throw new UsageError("policy test takes one policy, and no option of policy import.");
  const [file = POLICY_FILE] = files;
  const results = testPolicy(await readPolicy(file, context));
  if (output.format === "json") await output.json({ examples: results });
  if (output.format === "jsonl") for (const result of results) await output.line(result);
  if (output.format === "table" && results.length > 0)
    await writeTable(
      output,
      ["RESULT", "EXAMPLE", "DIFFERENCE"],
      results.map(({ name, differences }) => [
        differences.length === 0 ? { text: "as expected", style: "green" } : { text: "different", style: "red" },
        name,
        differences.length === 0 ? "-" : differences,
      ]),
    );
  if (results.length === 0) messages.warn("The policy is well-formed, but it has no examples to hold it to.");
  const different = results.filter(({ differences }) => differences.length > 0).length;
  messages.info(`${describeCount(results.length, "example")}, ${different === 0 ? "none" : different} different.`);
  return different > 0 ? EXIT_CODE.violations : EXIT_CODE.done;
}

async function importFrom(
  { context, options, output, messages }: Invocation<PolicyOptions>,
  files: readonly string[],
): Promise<ExitCode> {
  const { from, account: accounts, out } = options;
  if (from === undefined) throw new UsageError("Whose tag policies are these?", "Say --from aws or --from alibaba.");
  if (files.length === 0)
    throw new UsageError("There is no file to import.", "Give them from the root of the organization to the account.");
  // They become globs of a scope, and a slip of the finger would hold for nothing.
  const wrong = accounts?.find((account) => !/^\d+$/.test(account));
  if (wrong !== undefined) throw new UsageError(`--account ${JSON.stringify(wrong)} is no number of an account.`);
  const levels = await readTagPolicies(files, context);
  const { policy, notImported } = importTagPolicy(from, levels, accounts === undefined ? {} : { accounts });
  for (const sentence of notImported) messages.warn(sentence);
  if (policy.rules.length === 0) {
    messages.error("Nothing is left that says anything about tags of KMS.");
    return EXIT_CODE.violations;
  }
  const text = stringify(policy, { lineWidth: 0 });
  if (out !== undefined) await writeOut(resolvePath(out, context), text, out);
  if (output.format === "json") await output.json({ policy, notImported });
  else if (output.format === "jsonl") await output.line({ policy, notImported });
  else if (out === undefined) await output.write(text);
  const carried =
    notImported.length === 0
      ? "all was carried over as it is"
      : `${describeCount(notImported.length, "thing")} could not be carried over unchanged`;
  messages.info(
    `${describeCount(policy.rules.length, "rule")}; ${carried}.${out === undefined ? "" : ` Written to ${out}.`}`,
  );
  if (accounts === undefined) messages.info(`It holds for every account of ${from}; --account names those it is for.`);
  return EXIT_CODE.done;
}

async function writeOut(path: string, text: string, name: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "EEXIST" ? "exists already" : `cannot be written: ${systemReason(error)}`;
    throw new UsageError(`The file ${JSON.stringify(name)} ${why}.`);
  }
}
