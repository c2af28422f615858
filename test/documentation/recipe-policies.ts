/** A policy that the scene `compliance` violates, and that `enforce` can fix in part. */
export const BROKEN = `version: 1
rules:
  - { id: owner, required: [owner] }
  - { id: env, tags: { env: { required: true, oneOf: [prod, test], default: test } } }
`;

const KEPT = `version: 1
rules:
  - { id: none, forbidden: ["none-*"] }
`;

/** The key of the alias is not known, and so not whether the rule applies to it. */
export const UNREADABLE = `${BROKEN}  - { id: alias, scope: { aliases: ["arn:aws:kms:eu-central-1:111122223333:alias/none"] }, required: [team] }
`;

/** By the exit code of the check. */
export const POLICIES: readonly (readonly [number, string])[] = [
  [0, KEPT],
  [2, BROKEN],
  [3, UNREADABLE],
];
