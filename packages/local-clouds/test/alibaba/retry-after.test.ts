import { expect, onTestFinished, test } from "vitest";
import { canonical, signedRpcQuery } from "./support/signed-request.ts";
import { startServer } from "./support/test-server.ts";

test.each([0, 1500])("retryAfterMs %i is sent with throttled answers, and with no others", async (retryAfterMs) => {
  const server = await startServer({ settings: { retryAfterMs } });
  onTestFinished(() => server.close());
  const waits: (string | null)[] = [];
  server.faults.add({ kind: "throttle", times: 1 });
  for (const _ of ["throttled", "unknown"]) {
    const query = canonical(signedRpcQuery("DescribeKey", { parameters: { KeyId: "key-unknown" } }));
    const { headers } = await fetch(`http://${server.endpoint}/?${query}`, { method: "POST" });
    waits.push(headers.get("x-acs-retry-after"));
  }
  expect(waits).toEqual([retryAfterMs === 0 ? null : "1500", null]);
});
