import { AddTagsToCertificateCommand, RemoveTagsFromCertificateCommand } from "@aws-sdk/client-acm";
import type { ACMClient } from "@aws-sdk/client-acm";
import { adapter } from "@crosstag/aws";
import { CallPace } from "../conformance/call-pace.ts";
import type { LiveSubject } from "../conformance/live-harness.ts";
import type { Sleep } from "../retry-throttled.ts";
import { certificateTags, importCertificate } from "./certificate-part.ts";
import { settingsOf } from "./key-subject.ts";
import type { AwsPlace } from "./key-subject.ts";

/** https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html (verified 2026-11-30) */
const RATES = { ImportCertificate: 1, DeleteCertificate: 10 };

const noStates = () => {
  throw new TypeError("A live test does not change the state of certificates.");
};

/** Certificates of AWS Certificate Manager. `acm` sets the scene. */
export async function certificateSubject(acm: ACMClient, place: AwsPlace, wait?: Sleep): Promise<LiveSubject> {
  const { account, region, run, created } = place;
  const service = adapter.services?.find(({ name }) => name === "acm");
  if (service === undefined) throw new TypeError("The adapter has no certificates.");
  const openDriver = () => service.createDriver(settingsOf(place));
  const profile = await openDriver();
  const pace = CallPace.documented(profile.quotas, RATES, wait);
  acm.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const operation = commandName.replace(/Command$/, "");
        await pace.turn(operation in RATES ? operation : `acm.${operation}`);
        return next(args);
      },
    { step: "finalizeRequest", priority: "low", name: "pace", override: true },
  );
  return {
    kind: "certificate",
    title: "certificates of AWS Certificate Manager",
    profile,
    pace,
    hasExternal: false,
    operations: {
      writeTags: ["AddTagsToCertificate"],
      removeTags: ["RemoveTagsFromCertificate"],
      readTags: ["ListTagsForCertificate"],
      describeResource: ["DescribeCertificate"],
      listResources: ["ListCertificates"],
    },
    skipped: { "finding resources": "the account can have other certificates" },
    openDriver,
    create: async () => {
      const arn = await importCertificate(acm, run);
      created(arn);
      return arn;
    },
    tagsOf: (arn) => certificateTags(acm, arn),
    tag: (CertificateArn, tags) =>
      acm.send(
        new AddTagsToCertificateCommand({
          CertificateArn,
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }),
      ),
    untag: (CertificateArn, keys) =>
      acm.send(new RemoveTagsFromCertificateCommand({ CertificateArn, Tags: keys.map((Key) => ({ Key })) })),
    // No case changes the state of a certificate.
    restore: () => Promise.resolve(),
    scene: {
      unknownReference: () => `arn:aws:acm:${region}:${account}:certificate/00000000-0000-0000-0000-000000000000`,
      scheduleDeletion: noStates,
      disable: noStates,
    },
    truth: { stateOf: () => "enabled", hasMaterial: () => false },
  };
}
