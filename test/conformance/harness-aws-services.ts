import { adapter } from "@crosstag/aws";
import type { ConformanceHarness, ConformanceScene, ConformanceTruth } from "@crosstag/conformance";
import { startLocalClouds, type LocalAws } from "@crosstag/local-clouds";
import { localCloudParts } from "./local-cloud-parts.ts";
import type { WireOperations } from "./local-cloud-parts.ts";

type Stage = Readonly<{ scene: ConformanceScene; truth: ConformanceTruth }>;

/** What the suite needs to know of a service beside KMS. */
interface Service {
  readonly operations: WireOperations;
  /** More than two pages of its list. */
  readonly manyResources: number;
  readonly stageIn: (cloud: LocalAws) => Stage;
}

const NOTHING = { listKeyMaterials: [], readLastUse: [], deleteKeyMaterial: [], listAliases: [], readAccessPolicy: [] };

const SERVICES = {
  secretsmanager: {
    operations: {
      ...NOTHING,
      writeTags: ["secretsmanager:TagResource"],
      removeTags: ["secretsmanager:UntagResource"],
      readTags: ["secretsmanager:DescribeSecret"],
      describeResource: ["secretsmanager:DescribeSecret"],
      listResources: ["secretsmanager:ListSecrets"],
      listAliases: ["secretsmanager:ListSecrets"],
      readAccessPolicy: ["secretsmanager:GetResourcePolicy"],
    },
    manyResources: 205,
    stageIn: ({ secrets }) => {
      let names = 0;
      const create = (tags?: Readonly<Record<string, string>>) =>
        secrets.createSecret({ name: `team/secret-${(names += 1)}`, ...(tags !== undefined && { tags }) }).arn;
      return {
        scene: {
          create: (_, { tags } = {}) => create(tags),
          unknownReference: () => create().replace(/.{6}$/, "000000"),
          createAlias: (secret) => `secret/${secret.replace(/^.*:secret:/, "").slice(0, -7)}`,
          setAccessPolicy: (secret, document) => secrets.setPolicy(secret, document),
          scheduleDeletion: (secret) => secrets.markForDeletion(secret),
          disable: () => {
            throw new TypeError("Secrets cannot be disabled.");
          },
        },
        truth: {
          tagsOf: (secret) => secrets.tagsOf(secret),
          stateOf: (secret) => (secrets.describe(secret).deletedAt === undefined ? "enabled" : "pending-deletion"),
          hasMaterial: () => false,
        },
      };
    },
  },
  acm: {
    operations: {
      ...NOTHING,
      writeTags: ["acm:AddTagsToCertificate"],
      removeTags: ["acm:RemoveTagsFromCertificate"],
      readTags: ["acm:ListTagsForCertificate"],
      describeResource: ["acm:DescribeCertificate"],
      listResources: ["acm:ListCertificates"],
    },
    manyResources: 2_005,
    stageIn: ({ certificates }) => ({
      scene: {
        // Of a kind that ListCertificates does not show unless it is asked for it.
        create: (_, { tags = {} } = {}) => certificates.createCertificate({ tags, keyAlgorithm: "EC_prime256v1" }).arn,
        unknownReference: () => certificates.createCertificate().arn.replace(/.{12}$/, "000000000000"),
        scheduleDeletion: () => {
          throw new TypeError("Certificates are deleted at once.");
        },
        disable: (certificate) => certificates.setStatus(certificate, "INACTIVE"),
      },
      truth: {
        tagsOf: (certificate) => certificates.tagsOf(certificate),
        stateOf: () => "enabled",
        hasMaterial: () => false,
      },
    }),
  },
} as const satisfies Readonly<Record<string, Service>>;

/** The driver of a service of AWS on its real SDK, against a separate local cloud for each case. */
export function awsServiceHarness(name: keyof typeof SERVICES): ConformanceHarness {
  const { operations, manyResources, stageIn }: Service = SERVICES[name];
  const service = adapter.services?.find((known) => known.name === name);
  const profile = service?.profile();
  if (service === undefined || profile === undefined) throw new Error(`AWS has no service ${name}.`);
  return {
    profile,
    manyResources,
    create: async () => {
      const clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: false });
      const { endpoint, region, account } = clouds.aws;
      Object.assign(process.env, clouds.environment());
      const driver = await service.createDriver({ endpoint, region, account });
      return {
        driver,
        ...localCloudParts(clouds.aws, operations),
        ...stageIn(clouds.aws),
        close: async () => {
          await driver.close();
          await clouds.close();
        },
      };
    },
  };
}
