import { wrappingAlgorithms } from "../../../../state/import-parameters.ts";
import type { RegionalContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { notExternal, stateNotSupported } from "../errors.ts";
import { keyToChange } from "../find-key.ts";
import { seconds } from "../key-metadata.ts";

const tokenLifetimeMs = 24 * 60 * 60 * 1000;

export const getParametersForImport: Operation<RegionalContext> = {
  parameters: ["KeyId", "WrappingAlgorithm", "WrappingKeySpec"],
  quota: 100,
  carryOut: (parameters, context) => {
    const algorithm = parameters.choice("WrappingAlgorithm", wrappingAlgorithms);
    parameters.choice("WrappingKeySpec", ["RSA_2048"]);
    const key = keyToChange(parameters, context);
    if (key.facts.origin !== "EXTERNAL") throw notExternal();
    if (key.state.current === "PendingDelete") throw stateNotSupported(key.state.current);
    const expiresAt = context.clock.now() + tokenLifetimeMs;
    const { imports } = context.here;
    return {
      KeyId: key.id,
      ImportToken: imports.issueToken({ keyId: key.id, algorithm, expiresAt }),
      PublicKey: imports.publicKey.toString("base64"),
      ParametersValidTo: seconds(expiresAt),
    };
  },
};
