import type { ConformanceScene, ConformanceTruth } from "@crosstag/conformance";
import type { ResourceKind, TagRecord } from "@crosstag/core";
import { kindsOf } from "@crosstag/core/driver";
import type { KmsDriver, KmsProfile } from "@crosstag/core/driver";
import type { Sleep } from "../retry-throttled.ts";
import { AnswerLog } from "./answer-log.ts";
import type { CallPace } from "./call-pace.ts";
import { pacedDriver } from "./paced-driver.ts";
import { ResourcePool } from "./resource-pool.ts";
import type { PoolActions } from "./resource-pool.ts";
import { NotOnLiveCloud } from "./run-conformance.ts";
import type { AnsweringHarness } from "./run-conformance.ts";
import { WireLog } from "./wire-log.ts";
import type { WireOperations } from "./wire-log.ts";

/** One service of a live account, as the conformance suite needs it. */
export interface LiveSubject extends PoolActions {
  /** The kind of its resources. Cases for other kinds of the profile are skipped. */
  readonly kind: ResourceKind;
  /** `keys of AWS KMS` */
  readonly title: string;
  /** The data of the driver. */
  readonly profile: KmsProfile;
  /** The wire operations of the driver's methods. */
  readonly operations: WireOperations;
  /** Whether the service has keys with imported material. */
  readonly hasExternal: boolean;
  /** Reasons to skip a group of cases, by its title. */
  readonly skipped: Readonly<Record<string, string>>;
  /** Holds the calls of the driver back; the calls of the subject share it. */
  readonly pace: CallPace;
  /** Opens the driver under test, with the credentials that its SDK finds. */
  readonly openDriver: () => Promise<KmsDriver>;
  /** The parts of a scene that a pool does not have. */
  readonly scene: Omit<ConformanceScene, "create" | "createExternalKey">;
  /** The true state, apart from tags. */
  readonly truth: Omit<ConformanceTruth, "tagsOf">;
  /** After each case: removes what `scene` has created. */
  readonly afterCase?: () => Promise<void>;
  /** After the last case, when the resources have the mark again. */
  readonly afterAll?: () => Promise<void>;
}

/** A harness on few resources of a live account. */
export interface LiveHarness extends AnsweringHarness {
  /** After the last case: leaves the resources with the mark. */
  readonly finish: (mark: TagRecord) => Promise<void>;
}

/** The harness of a service. */
export function liveHarness(subject: LiveSubject, wait?: Sleep): LiveHarness {
  const pool = new ResourcePool(subject);
  const answers = new AnswerLog();
  const assertKind = (kind: ResourceKind) => {
    // Cases for aliases call every resource a key.
    if (kind !== subject.kind && kindsOf(subject.profile).includes(kind))
      throw new NotOnLiveCloud(`a live test makes no ${kind} here`);
  };
  return {
    profile: subject.profile,
    takeAnswers: () => answers.take(),
    finish: async (mark) => {
      await pool.finish(mark);
      await subject.afterAll?.();
    },
    create: async () => {
      const log = new WireLog(subject.operations);
      const driver = await subject.openDriver();
      return {
        driver: pacedDriver(driver, { pace: subject.pace, log, answers, wait }),
        log,
        scene: {
          ...subject.scene,
          create: (kind, { tags = {} } = {}) => {
            assertKind(kind);
            return pool.take(tags);
          },
          unknownReference: (kind) => {
            assertKind(kind);
            return subject.scene.unknownReference(kind);
          },
          createExternalKey: () => {
            if (!subject.hasExternal) throw new NotOnLiveCloud("a live test imports no key material here");
            return pool.take({}, true);
          },
        },
        truth: { ...subject.truth, tagsOf: subject.tagsOf },
        close: async () => {
          await driver.close();
          log.close();
          await subject.afterCase?.();
          await pool.giveBack();
        },
      };
    },
  };
}
