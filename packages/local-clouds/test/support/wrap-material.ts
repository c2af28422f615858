import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from "node:crypto";
import { GetParametersForImportCommand, ImportKeyMaterialCommand, type KMSClient } from "@aws-sdk/client-kms";
import type {
  AlgorithmSpec,
  ImportKeyMaterialCommandInput,
  ImportKeyMaterialCommandOutput,
  WrappingKeySpec,
} from "@aws-sdk/client-kms";

export interface Wrapping {
  readonly algorithm?: AlgorithmSpec;
  readonly keySpec?: WrappingKeySpec;
}

/** Wraps and imports as a client must, without code of the local clouds. */
export async function importMaterial(
  kms: KMSClient,
  KeyId: string,
  bytes: Buffer,
  input: Partial<ImportKeyMaterialCommandInput> = {},
  { algorithm = "RSAES_OAEP_SHA_256", keySpec = "RSA_2048" }: Wrapping = {},
): Promise<ImportKeyMaterialCommandOutput> {
  const parameters = await kms.send(
    new GetParametersForImportCommand({ KeyId, WrappingAlgorithm: algorithm, WrappingKeySpec: keySpec }),
  );
  const key = createPublicKey({ key: Buffer.from(parameters.PublicKey ?? []), format: "der", type: "spki" });
  return kms.send(
    new ImportKeyMaterialCommand({
      KeyId,
      ImportToken: parameters.ImportToken,
      EncryptedKeyMaterial: wrap(key, algorithm, bytes),
      ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE",
      ...input,
    }),
  );
}

function wrap(key: ReturnType<typeof createPublicKey>, algorithm: AlgorithmSpec, bytes: Buffer): Buffer {
  const oaepHash = algorithm.endsWith("SHA_1") ? "sha1" : "sha256";
  const encrypt = (data: Buffer): Buffer =>
    publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, data);
  if (!algorithm.startsWith("RSA_AES")) return encrypt(bytes);
  const aesKey = randomBytes(32);
  const cipher = createCipheriv("id-aes256-wrap-pad", aesKey, Buffer.from("a65959a6", "hex"));
  return Buffer.concat([encrypt(aesKey), cipher.update(bytes), cipher.final()]);
}
