import { constants, publicEncrypt, randomBytes } from "node:crypto";
import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  ListResourceTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import type { KMSClient } from "@aws-sdk/client-kms";
import { NotOnLiveCloud } from "../conformance/run-conformance.ts";
import { descriptionOf, MARK } from "../live-cloud.ts";

type Tags = Readonly<Record<string, string>>;

/** Keys for the cases of the conformance suite, used again and again: a key costs money and takes a week to delete. */
export class KeyPool {
  readonly #kms: KMSClient;
  readonly #run: string;
  readonly #created: (id: string) => void;
  readonly #free = { AWS_KMS: new Array<string>(), EXTERNAL: new Array<string>() };
  readonly #taken: { readonly id: string; readonly origin: "AWS_KMS" | "EXTERNAL" }[] = [];
  /** Only the same material can be imported again. */
  readonly #materials = new Map<string, Buffer>();

  constructor(kms: KMSClient, run: string, created: (id: string) => void) {
    this.#kms = kms;
    this.#run = run;
    this.#created = created;
  }

  /** An enabled key with exactly these tags. The tag that marks it as made by this run is set again when it is returned. */
  async take(origin: "AWS_KMS" | "EXTERNAL", tags: Tags): Promise<string> {
    if (Object.keys(tags).some((key) => /^aws:/i.test(key)))
      throw new NotOnLiveCloud("only AWS can set tags that begin with aws:");
    const id = this.#free[origin].pop() ?? (await this.#create(origin));
    this.#taken.push({ id, origin });
    if (origin === "EXTERNAL") await this.#importMaterial(id);
    await this.#setTags(id, tags);
    return id;
  }

  /** Puts all keys back into their first state, with the mark. */
  async giveBack(): Promise<void> {
    for (const { id, origin } of this.#taken.splice(0)) {
      const { KeyMetadata } = await this.#kms.send(new DescribeKeyCommand({ KeyId: id }));
      if (KeyMetadata?.KeyState === "PendingDeletion")
        await this.#kms.send(new CancelKeyDeletionCommand({ KeyId: id }));
      if (origin === "EXTERNAL") await this.#importMaterial(id);
      if (KeyMetadata?.KeyState === "PendingDeletion" || KeyMetadata?.KeyState === "Disabled")
        await this.#kms.send(new EnableKeyCommand({ KeyId: id }));
      await this.#setTags(id, { [MARK]: this.#run });
      this.#free[origin].push(id);
    }
  }

  async #create(origin: "AWS_KMS" | "EXTERNAL"): Promise<string> {
    const { KeyMetadata } = await this.#kms.send(
      new CreateKeyCommand({
        Description: descriptionOf(this.#run),
        Origin: origin,
        Tags: [{ TagKey: MARK, TagValue: this.#run }],
      }),
    );
    const id = KeyMetadata?.Arn;
    if (id === undefined) throw new TypeError("CreateKey answered without an ARN.");
    this.#created(id);
    return id;
  }

  async #setTags(id: string, tags: Tags): Promise<void> {
    const { Tags: present = [] } = await this.#kms.send(new ListResourceTagsCommand({ KeyId: id, Limit: 50 }));
    const others = present.flatMap(({ TagKey = "" }) => (Object.hasOwn(tags, TagKey) ? [] : [TagKey]));
    if (others.length > 0) await this.#kms.send(new UntagResourceCommand({ KeyId: id, TagKeys: others }));
    const list = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    if (list.length > 0) await this.#kms.send(new TagResourceCommand({ KeyId: id, Tags: list }));
  }

  async #importMaterial(id: string): Promise<void> {
    const { KeyMetadata } = await this.#kms.send(new DescribeKeyCommand({ KeyId: id }));
    if (KeyMetadata?.KeyState !== "PendingImport") return;
    const material = this.#materials.get(id) ?? randomBytes(32);
    this.#materials.set(id, material);
    const { PublicKey, ImportToken } = await this.#kms.send(
      new GetParametersForImportCommand({
        KeyId: id,
        WrappingAlgorithm: "RSAES_OAEP_SHA_256",
        WrappingKeySpec: "RSA_2048",
      }),
    );
    if (PublicKey === undefined) throw new TypeError("GetParametersForImport answered without a public key.");
    const key = { key: Buffer.from(PublicKey), format: "der", type: "spki" } as const;
    await this.#kms.send(
      new ImportKeyMaterialCommand({
        KeyId: id,
        ImportToken,
        EncryptedKeyMaterial: publicEncrypt(
          { ...key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
          material,
        ),
        ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE",
      }),
    );
  }
}
