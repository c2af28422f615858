/** The file with the policy, unless another is named. */
export const POLICY_FILE = "crosstag-policy.yaml";
