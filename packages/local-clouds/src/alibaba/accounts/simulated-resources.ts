import { digitsOf, simulatedTags, uuidOf, type SimulatedKeys } from "../../simulated-keys.ts";
import type { ServiceContext } from "../service/context.ts";
import { makeCertificate, makeKey, makeSecret } from "../service/make.ts";

/** What each region of an account has from the start, by kind. */
export interface SimulatedResources {
  readonly keys: SimulatedKeys | undefined;
  readonly secrets: SimulatedKeys | undefined;
  readonly certificates: SimulatedKeys | undefined;
}

/** Fills an empty region with simulated resources, the same each time. */
export function fillRegion(context: ServiceContext, region: string, account: AlibabaMemberResources): void {
  each(account.keys, (index, simulated) => {
    const place = { account: account.id, region, index };
    const key = makeKey(context, {
      id: `key-hzz${digitsOf(place).slice(0, 18)}`,
      origin: "Aliyun_KMS",
      spec: "Aliyun_AES_256",
      usage: "ENCRYPT/DECRYPT",
      protectionLevel: "SOFTWARE",
      description: "",
      existsSince: account.startedAt,
      tags: simulatedTags(simulated, place),
    });
    key.visible.settle(true);
  });
  each(account.secrets, (index, simulated) => {
    const secret = makeSecret(context, {
      name: `secret-${index}`,
      description: "",
      encryptionKeyId: "",
      secretType: "Generic",
      existsSince: account.startedAt,
      tags: simulatedTags(simulated, { account: account.id, region, index }),
    });
    secret.visible.settle(true);
  });
  each(account.certificates, (index, simulated) => {
    const place = { account: account.id, region, index };
    const id = uuidOf(digitsOf(place, "certificate"));
    makeCertificate(context, simulatedTags(simulated, place), id).visible.settle(true);
  });
}

/** An account whose regions are filled. */
interface AlibabaMemberResources extends SimulatedResources {
  readonly id: string;
  /** When everything was made, in milliseconds since 1970. */
  readonly startedAt: number;
}

function each(simulated: SimulatedKeys | undefined, make: (index: number, simulated: SimulatedKeys) => void): void {
  if (simulated === undefined) return;
  for (let index = 0; index < simulated.perRegion; index += 1) make(index, simulated);
}
