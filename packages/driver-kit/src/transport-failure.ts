import type { Failure } from "@crosstag/core/driver";
import { explainNetworkFailure } from "./explain-network-failure.ts";
import type { HttpTransportError } from "./http-transport-error.ts";

/** Explains a request without an answer to the engine. `cloud`: its name in messages, for example `AWS KMS`. */
export function transportFailure(error: HttpTransportError, cloud: string): Failure {
  const { reason, sent, networkCode, host, proxy } = error;
  switch (reason) {
    case "network": {
      const explanation = explainNetworkFailure({ networkCode, sent: sent === "maybe", host, proxy }, cloud);
      const isUnreachable = sent === "no" && explanation.code === "unavailable";
      return { ...explanation, applied: sent, scope: "call", ...(isUnreachable && { unreachable: true }) };
    }
    case "timeout":
      return { ...noAnswerInTime(cloud, sent), ...(sent === "no" && { unreachable: true }) };
    case "canceled":
      return { code: "canceled", retry: "no", applied: sent, scope: "call", message: "The call was canceled." };
  }
}

/** The time of a call was up. `applied`: whether the cloud may have received it. */
export function noAnswerInTime(cloud: string, applied: Failure["applied"]): Failure {
  return {
    code: "deadline-exceeded",
    retry: "transient",
    applied,
    scope: "call",
    message: `${cloud} did not answer in time.`,
    hint: "Check the network and the endpoint, or allow more time for a call (callTimeoutSeconds).",
  };
}
