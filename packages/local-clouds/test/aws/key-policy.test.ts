import { CreateKeyCommand, GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { refusal, startAws } from "../support/aws.ts";

test("a key has AWS's own policy, or that of its scene", async () => {
  const { aws, kms } = await startAws();
  const { keyId, arn } = aws.keys.createKey();
  const answer = await kms.send(new GetKeyPolicyCommand({ KeyId: keyId }));
  expect(answer.PolicyName).toBe("default");
  expect(JSON.parse(answer.Policy ?? "")).toMatchObject({
    Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*" }],
  });
  const policy = { Version: "2012-10-17", Statement: [] };
  aws.keys.setPolicy(arn, policy);
  const later = await kms.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" }));
  expect(JSON.parse(later.Policy ?? "")).toEqual(policy);
  const made = aws.keys.createKey({ policy, manager: "AWS" });
  expect((await kms.send(new GetKeyPolicyCommand({ KeyId: made.keyId }))).Policy).toBe(JSON.stringify(policy));
});

test("a key gets exactly the policy of its request, if that is JSON", async () => {
  const { kms } = await startAws();
  const Policy = '{ "Version":"2012-10-17",\n "Statement": [] }';
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy }));
  expect((await kms.send(new GetKeyPolicyCommand({ KeyId: KeyMetadata?.KeyId }))).Policy).toBe(Policy);
  for (const wrong of ["{", "[]", "x"])
    expect(await refusal(kms.send(new CreateKeyCommand({ Policy: wrong })))).toMatchObject({
      name: "MalformedPolicyDocumentException",
    });
});

test("an alias and an unknown key have no policy, and no policy has another name", async () => {
  const { aws, kms } = await startAws();
  const { keyId } = aws.keys.createKey({ aliases: ["alias/a"] });
  expect(await refusal(kms.send(new GetKeyPolicyCommand({ KeyId: "alias/a" })))).toMatchObject({
    name: "InvalidArnException",
    message: "Key Aliases are not supported for this operation.",
  });
  const KeyId = keyId.replace(/.{12}$/, "000000000000");
  expect(await refusal(kms.send(new GetKeyPolicyCommand({ KeyId })))).toMatchObject({ name: "NotFoundException" });
  expect(await refusal(kms.send(new GetKeyPolicyCommand({ KeyId: keyId, PolicyName: "other" })))).toMatchObject({
    name: "NotFoundException",
  });
});
