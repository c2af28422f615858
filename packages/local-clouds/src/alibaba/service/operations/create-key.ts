import { invalidParameter } from "../../errors.ts";
import type { Operation } from "../context.ts";
import { choice } from "../fields.ts";
import { keyMetadata } from "../key-metadata.ts";
import { makeKey } from "../make.ts";
import { tagsOfCreateCall } from "../tag-rules.ts";

const mostDescription = 8192;

export const createKey: Operation = (parameters, context) => {
  const description = parameters["Description"] ?? "";
  if (description.length > mostDescription) throw invalidParameter("Description");
  const key = makeKey(context, {
    origin: choice(parameters, "Origin", ["Aliyun_KMS", "EXTERNAL"], "Aliyun_KMS"),
    spec: parameters["KeySpec"] ?? "Aliyun_AES_256",
    usage: choice(parameters, "KeyUsage", ["ENCRYPT/DECRYPT", "SIGN/VERIFY"], "ENCRYPT/DECRYPT"),
    protectionLevel: choice(parameters, "ProtectionLevel", ["SOFTWARE", "HSM"], "SOFTWARE"),
    description,
    tags: tagsOfCreateCall(parameters, context.settings),
  });
  return { KeyMetadata: { ...keyMetadata(key), KeyState: key.state.current } };
};
