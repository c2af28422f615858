import { FleetCallError, HttpTransportError } from "@crosstag/driver-kit";
import { expect, test } from "vitest";
import { classifyFleetFailure } from "../src/classify-fleet-failure.ts";

const late = new HttpTransportError("network", "maybe", { networkCode: "ETIMEDOUT" });
const fault = Object.assign(new Error(""), { name: "InternalFailure", $fault: "server" });

test.each([
  ["organizations", "AWS Organizations"],
  ["account", "AWS Account Management"],
  ["quotas", "Service Quotas"],
])("a failure of %s names that service", (service, title) => {
  for (const cause of [late, fault]) {
    const { message } = classifyFleetFailure(new FleetCallError(service, cause));
    expect(message).toContain(title);
    expect(message).not.toContain("KMS");
  }
});
