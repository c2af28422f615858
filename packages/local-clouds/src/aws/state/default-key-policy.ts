/** The policy of a key that was created without one (key-policy-default, developer guide, verified 2026-11-25). */
export function defaultKeyPolicy(account: string): string {
  const document = {
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  };
  return JSON.stringify(document, undefined, 2);
}
