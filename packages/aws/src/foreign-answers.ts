import type { Meaning } from "./service-errors.ts";

const HINT = "Check the endpoint and what is between this computer and AWS KMS, such as a proxy or a gateway.";

/**
 * Explains an answer that is not from AWS KMS. A redirect or a refusal of a proxy would be the same the next time. A
 * gateway that cannot reach the service may reach it later, and an answer with status 200 may have been truncated. The
 * request may have been passed on to AWS KMS in any case.
 */
export function foreignAnswer(status: number): Meaning {
  const passes = status === 200 || status === 408 || status === 429 || status >= 500;
  return {
    code: "unavailable",
    retry: passes ? "transient" : "no",
    applied: "maybe",
    scope: "call",
    ...textFor(status),
  };
}

function textFor(status: number): Pick<Meaning, "message" | "hint"> {
  if (status === 407) {
    return {
      message: "A proxy asks for credentials (HTTP status 407); this is not an answer of AWS KMS.",
      hint: "Check the proxy settings (HTTPS_PROXY, NO_PROXY), and the user and password for the proxy.",
    };
  }
  if (status >= 300 && status < 400) {
    return {
      message: `The endpoint answered with a redirect (HTTP status ${status}), which is not an answer of AWS KMS.`,
      hint: "Set the endpoint to the address of the service itself: redirects are not followed. A proxy may have sent the redirect.",
    };
  }
  return { message: `The answer (HTTP status ${status}) is not an answer of AWS KMS.`, hint: HINT };
}
