import { arnOf, type Operation } from "../context.ts";
import { page } from "../fields.ts";

export const listAliases: Operation = (parameters, context) => {
  const { items, answer } = page(parameters)([...context.keys.aliases]);
  const aliases = items.map(([name, keyId]) => ({
    KeyId: keyId,
    AliasName: name,
    AliasArn: arnOf(context, "alias", name.slice("alias/".length)),
  }));
  return { ...answer, Aliases: { Alias: aliases } };
};
