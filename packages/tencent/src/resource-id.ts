/** The resource id in an answer; undefined if it has another form, or is that of another resource. */
export function resourceIdIn(ownId: unknown, resourceId: unknown): string | undefined {
  if (typeof ownId !== "string" || typeof resourceId !== "string") return undefined;
  return /^creatorUin\/\d{1,20}\/[\w-]{1,128}$/.test(resourceId) && resourceId.endsWith(`/${ownId}`)
    ? resourceId
    : undefined;
}

/** The resource id of a secret, which its answers have in two parts. The number of the creator is also there as text. */
export function secretIdIn(secret: Readonly<Record<string, unknown>>): string | undefined {
  const { SecretName: name, CreateUinString: text, CreateUin: number } = secret;
  const creator = typeof text === "string" && text !== "" ? text : String(number);
  return resourceIdIn(name, `creatorUin/${creator}/${String(name)}`);
}
