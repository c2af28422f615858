import { CredentialProblem } from "./credential-problem.ts";
import { explainNetworkFailure } from "./explain-network-failure.ts";
import { closedWhileAsking } from "./own-failure.ts";
import { isClosedCode } from "./network-code.ts";
import type { HttpTransportError } from "./http-transport-error.ts";

/**
 * Why the service that issues credentials could not be reached.
 * @param cloud its name in messages, for example `AWS`
 * @param service what was asked, for example `AWS STS`
 */
export function credentialNetworkProblem(error: HttpTransportError, cloud: string, service: string): CredentialProblem {
  const { networkCode, host, proxy, sent } = error;
  if (isClosedCode(networkCode)) return closedWhileAsking();
  const failure = { networkCode, host, proxy, sent: sent === "maybe" };
  const { message, hint = "Check the network.", retry } = explainNetworkFailure(failure, service);
  return new CredentialProblem(
    `There are no credentials for ${cloud}. ${message.charAt(0).toUpperCase()}${message.slice(1)}`,
    hint,
    {
      transient: retry === "transient",
    },
  );
}
