import { CredentialProblem } from "@crosstag/driver-kit";
import type { CallProblem } from "./call-error.ts";

/**
 * Why Tencent Cloud STS did not issue a session.
 * @param role the full name of the role; undefined: that of a pod
 */
export function explainStsRefusal(problem: CallProblem, role: string | undefined): CredentialProblem {
  const title =
    role === undefined ? "The role of the pod" : `The role ${JSON.stringify(role.slice(role.lastIndexOf("/") + 1))}`;
  if (problem.kind !== "refused")
    return new CredentialProblem(
      `${title} cannot be assumed: the answer is not one of Tencent Cloud STS.`,
      "Check the endpoint and the proxy.",
      { transient: problem.kind === "unreadable" && problem.status >= 500 },
    );
  const { code } = problem;
  if (/^(?:InternalError|RequestLimitExceeded|ResourceUnavailable)/.test(code) || problem.status >= 500)
    return new CredentialProblem(`${title} cannot be assumed: Tencent Cloud STS failed.`, "Try again.", {
      transient: true,
    });
  if (/^AuthFailure\.(?:SecretId|Signature(?!Expire)|Token|InvalidSecretId)/.test(code))
    return new CredentialProblem(
      `${title} cannot be assumed: Tencent Cloud STS does not accept the credentials.`,
      "Check the API key, and whether its session has ended.",
    );
  if (code === "AuthFailure.SignatureExpire")
    return new CredentialProblem(
      "This computer's clock differs too much from that of Tencent Cloud STS.",
      "Set the clock.",
    );
  if (/NotExist|ResourceNotFound/.test(code))
    return new CredentialProblem(`${title} does not exist.`, "Check its full name.");
  return new CredentialProblem(
    `${title} cannot be assumed: Tencent Cloud STS refused it (${code}).`,
    "Check that the role trusts the caller, that the caller may call sts:AssumeRole, and the external id if the role asks for one.",
  );
}
