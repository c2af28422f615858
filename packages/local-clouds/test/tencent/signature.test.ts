import { createSecretKey } from "node:crypto";
import { expect, it } from "vitest";
import { readTc3Signature } from "../../src/tencent/protocol/tc3-signature.ts";

/** The page of signature version 3 as of 2020-07-14, read 2026-11-29; later editions mask the key. */
const body = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}';

it("is computed as in the vendor's worked example", () => {
  const signature = "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168";
  const signed = readTc3Signature(
    {
      method: "POST",
      target: "/",
      headers: {
        "content-type": "application/json; charset=utf-8",
        host: "cvm.tencentcloudapi.com",
        "x-tc-timestamp": "1551113065",
        authorization: `TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=${signature}`,
      },
      body: Buffer.from(body),
    },
    "/",
    "",
  );
  const isSignedWith = (secretKey: string): boolean =>
    signed.isSignedWith({
      secretId: signed.secretId,
      secretKey,
      signingKey: createSecretKey(Buffer.from(`TC3${secretKey}`)),
      calls: 0,
    });
  expect(isSignedWith("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")).toBe(true);
  expect(isSignedWith("Gu5t9xGARNpq86cd98joQYCN3EXAMPLF")).toBe(false);
});
