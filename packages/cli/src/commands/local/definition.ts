import type { CommandDefinition } from "../../command-definition.ts";
import { namingClouds } from "../../command-options/naming-clouds.ts";

/** The syntax of `crosstag local`. */
export const localCommand: CommandDefinition = {
  name: "local",
  summary: "run the clouds on this machine until interrupted, for trying things out",
  excess: namingClouds("local"),
  options: [
    { flags: "--aws-port <port>", description: "port of AWS KMS (default: any free port)", integer: true },
    {
      flags: "--alibaba-port <port>",
      description: "port of Alibaba Cloud KMS (default: any free port)",
      integer: true,
    },
    {
      flags: "--tencent-port <port>",
      description: "port of Tencent Cloud KMS (default: any free port)",
      integer: true,
    },
    { flags: "--aws-account <account>", description: "account of AWS KMS: twelve digits (default: 111122223333)" },
    {
      flags: "--alibaba-account <account>",
      description: "account of Alibaba Cloud KMS: digits (default: 1234567890123456)",
    },
    {
      flags: "--tencent-account <account>",
      description: "account of Tencent Cloud KMS: digits (default: 100000000001)",
    },
    { flags: "--qkms", description: "run Quilibrium's QKMS instead of AWS KMS" },
    {
      flags: "--seed <file>",
      description: "YAML or JSON file with the initial resources",
      completes: "file",
    },
    {
      flags: "--keys <number>",
      description: "number of keys to create in each cloud, with --accounts in each account and region",
      integer: true,
    },
    {
      flags: "--secrets <number>",
      description: "number of secrets to create in each cloud, with --accounts in each account and region",
      integer: true,
    },
    {
      flags: "--certificates <number>",
      description: "number of certificates to create in each cloud, with --accounts in each account and region",
      integer: true,
    },
    {
      flags: "--accounts <number>",
      description:
        "number of accounts to add to AWS and Alibaba Cloud each, as an organization with a role to assume in each",
      integer: true,
    },
    { flags: "--no-quotas", description: "do not enforce the clouds' request rates" },
  ],
  examples: [
    {
      line: "crosstag local --keys 20 > local.env",
      what: "AWS and Alibaba Cloud; then in another shell: . ./local.env && crosstag list",
    },
    { line: "crosstag local --accounts 20 --keys 5", what: "an organization, and the crosstag.yaml for it" },
    { line: "crosstag local --cloud aws --region us-east-1,eu-west-1", what: "one cloud, in two regions" },
    { line: "crosstag local --cloud aws,alibaba,tencent", what: "all clouds; without --cloud, aws and alibaba" },
  ],
  load: () => import("./run.ts"),
};
