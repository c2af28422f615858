import type { KmsDriver } from "@crosstag/core/driver";
import { FORMAT_VERSION, type listClouds } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";

/** Names the clouds that the caller may see. Sends nothing. */
export function createListClouds({ crosstag, state }: ServiceContext): OperationHandler<typeof listClouds> {
  return async (_input, { caller }) => {
    const clouds = [...crosstag.drivers]
      .filter(([name]) => state.places.ofCloud(name).every((place) => caller.maySee(place)))
      .map(([name, driver]) => describeCloud(name, driver));
    return { status: 200, document: { formatVersion: FORMAT_VERSION, clouds } };
  };
}

function describeCloud(name: string, driver: KmsDriver) {
  const { provider, title, scope, service, endpoint, kinds, rules, limits, quotas, writes, absentTagKeys } = driver;
  return {
    name,
    provider,
    title,
    region: scope.region,
    ...(scope.account !== undefined && { account: scope.account }),
    ...(service !== undefined && { service }),
    ...(endpoint !== undefined && { endpoint }),
    kinds: kinds.map((one) => ({ kind: one.kind, title: one.title, plural: one.plural })),
    rules: rules.rules.map((rule) => ({ ...rule })),
    limits,
    quotas,
    ...(writes !== undefined && { writes }),
    ...(absentTagKeys !== undefined && { absentTagKeys }),
  };
}
