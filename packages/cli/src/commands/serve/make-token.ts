import { randomBytes } from "node:crypto";
import { callerNameProblem } from "@crosstag/config/access";
import { createToken } from "@crosstag/service";
import { ACCESS_FILE } from "../../access/access-file.ts";
import type { Invocation } from "../../invocation.ts";
import { showResult } from "../../output/show-result.ts";
import { UsageError } from "../../usage-error.ts";

const USUAL_NAME = "my-team";

/**
 * Prints a new token once, and what the access file needs to let its caller in. Nothing is kept.
 * @param name the caller; default: `my-team`
 * @throws UsageError if the name cannot be one of a caller
 */
export async function makeToken(name: string = USUAL_NAME, { output }: Pick<Invocation, "output">): Promise<void> {
  const problem = callerNameProblem(name);
  if (problem !== undefined) throw new UsageError(`--name ${problem}.`);
  const { token, hash } = createToken(randomBytes);
  await showResult(output, {
    table: () =>
      output.write(`# Shown this once. The caller sends it: Authorization: Bearer ct_…
token: ${token}
# For ${ACCESS_FILE}, which has only the hash:
tokens:
  - name: ${name}
    hash: ${hash}
    operations: [read]
`),
    document: () => ({ name, token, hash }),
  });
}
