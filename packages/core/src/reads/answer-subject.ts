import { findKind } from "../driver/kinds-of.ts";
import { isElsewhere } from "../model/reference.ts";
import type { Failure } from "../driver/failure.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { ResourceDescription } from "../model/resource-description.ts";
import type { Reference } from "../model/reference.ts";

/** Why a description does not answer for the resource that was asked about; undefined when it does. */
export function descriptionProblem(
  { title, scope, kinds }: Pick<KmsDriver, "title" | "scope" | "kinds">,
  asked: Reference,
  { reference, kind, requestId }: ResourceDescription,
): Failure | undefined {
  // Of an alias only the cloud knows to which key it leads.
  const ignoresCase = findKind([{ kinds }], kind)?.caseInsensitiveIds === true;
  const isSame =
    asked.alias || reference.id === asked.id || (ignoresCase && reference.id.toLowerCase() === asked.id.toLowerCase());
  const isHere = !isElsewhere(reference, scope) && !isElsewhere(reference, asked);
  if (isSame && isHere && kind === asked.kind) return undefined;
  const other =
    kind !== asked.kind || !isSame ? `another ${asked.kind}` : `a ${asked.kind} of another account or region`;
  return {
    code: "internal",
    retry: "no",
    applied: "no",
    scope: "resource",
    otherSubject: true,
    message: `${title} described ${other} than the one that was asked for.`,
    hint: "Check the endpoint and the account of the credentials, and proxies on the way to the cloud.",
    ...(requestId !== undefined && { requestId }),
  };
}
