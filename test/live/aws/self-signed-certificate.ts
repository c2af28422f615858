import { generateKeyPairSync, sign } from "node:crypto";

/** A certificate and its private key, in PEM. */
export interface SelfSigned {
  readonly certificate: string;
  readonly privateKey: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const TAG = {
  integer: 0x02,
  bits: 0x03,
  object: 0x06,
  text: 0x0c,
  sequence: 0x30,
  set: 0x31,
  time: 0x17,
  version: 0xa0,
};
/** ecdsa-with-SHA256 and commonName. */
const OBJECTS = { signature: "2a8648ce3d040302", commonName: "550403" };

/** A certificate of a new P-256 key, valid from a day before `now` for thirty days. It certifies nothing to anyone. */
export function selfSignedCertificate(commonName: string, now: number): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const name = sequence(der(TAG.set, sequence(object(OBJECTS.commonName), der(TAG.text, Buffer.from(commonName)))));
  const algorithm = sequence(object(OBJECTS.signature));
  const body = sequence(
    der(TAG.version, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, Buffer.from([1])),
    algorithm,
    name,
    sequence(time(now - DAY_MS), time(now + 30 * DAY_MS)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = der(TAG.bits, Buffer.from([0]), sign("sha256", body, privateKey));
  const base64 = sequence(body, algorithm, signature).toString("base64");
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, "$&\n")}-----END CERTIFICATE-----\n`,
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** One value in DER: its tag, its length, its content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const { length } = Buffer.concat(content);
  const bytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), ...content]);
}

const sequence = (...content: readonly Buffer[]): Buffer => der(TAG.sequence, ...content);
const object = (hexadecimal: string): Buffer => der(TAG.object, Buffer.from(hexadecimal, "hex"));

/** `YYMMDDhhmmssZ` */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\D/g, "").slice(2, 14);
  return der(TAG.time, Buffer.from(`${digits}Z`));
}
