import type { ConformanceHarness } from "@crosstag/conformance";
import type { ResourceState } from "@crosstag/core/driver";
import { createGoogleDriver } from "../src/driver.ts";
import { googleProfile } from "../src/profile.ts";
import { FakeGoogleKms, FAULTS, TOKEN, type VersionState } from "./fake-google-kms.ts";

const PROJECT = "payments-test";
const LOCATION = "europe-west3";
/** More than one page of key rings. */
const RINGS = ["ring-1", "ring-2", "ring-3"];

const STATES: Readonly<Record<VersionState, ResourceState>> = {
  ENABLED: "enabled",
  DISABLED: "disabled",
  DESTROY_SCHEDULED: "pending-deletion",
  DESTROYED: "pending-import",
};

/** Creates a cloud for each test, sets the scene in it and reads its true state, all without the driver. */
export const googleHarness: ConformanceHarness = {
  profile: googleProfile,
  create: async () => {
    const cloud = new FakeGoogleKms();
    const endpoint = await cloud.listen();
    const nameOf = (ring: string, key: string) =>
      `projects/${PROJECT}/locations/${LOCATION}/keyRings/${ring}/cryptoKeys/${key}`;
    const create = (labels: Readonly<Record<string, string>>, isImported: boolean): string => {
      const { size } = cloud.keys;
      const name = nameOf(RINGS[size % RINGS.length] ?? "ring-1", `key-${size + 1}`);
      cloud.keys.set(name, { labels: { ...labels }, state: "ENABLED", isImported });
      return name;
    };
    const setState = (name: string, state: VersionState): void => {
      cloud.key(name).state = state;
    };
    return {
      driver: createGoogleDriver({ account: PROJECT, region: LOCATION, endpoint, tokens: async () => TOKEN }),
      scene: {
        create: (_kind, { tags = {} } = {}) => create(tags, false),
        createExternalKey: () => create({}, true),
        unknownReference: () => nameOf("ring-1", "none"),
        scheduleDeletion: (name) => setState(name, "DESTROY_SCHEDULED"),
        disable: (name) => setState(name, "DISABLED"),
        setTags: (name, tags) => {
          cloud.key(name).labels = { ...tags };
        },
      },
      truth: {
        tagsOf: (name) => cloud.key(name).labels,
        stateOf: (name) => STATES[cloud.key(name).state],
        hasMaterial: (name) => cloud.key(name).state !== "DESTROYED",
      },
      log: { calls: (operation) => cloud.calls(operation) },
      faults: { kinds: FAULTS, inject: (fault) => cloud.inject(fault) },
      close: () => cloud.close(),
    };
  },
};
