import type { CloudConfiguration } from "@crosstag/clouds";
import type { KmsDriver } from "@crosstag/core/driver";
import type { CommandContext } from "../../command-context.ts";
import type { Check } from "./check.ts";

/** The variables that name proxies, in the order in which they count. */
const PROXY_VARIABLES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] as const;

/** What calls depend on besides the credentials: the endpoint, the proxy and the trusted certificates. */
export function checkSurroundings(
  cloud: string,
  { endpoint }: Pick<KmsDriver, "endpoint">,
  { caBundle }: Pick<CloudConfiguration, "caBundle">,
  environment: CommandContext["environment"],
): readonly Check[] {
  return [
    { cloud, check: "endpoint", result: "ok", detail: endpoint ?? "the cloud's own endpoint" },
    { cloud, check: "proxy", result: "ok", detail: describeProxies(environment) },
    { cloud, check: "certificates", result: "ok", detail: describeAuthorities(caBundle, environment) },
  ];
}

/** Without user names and passwords. */
function describeProxies(environment: CommandContext["environment"]): string {
  const named = PROXY_VARIABLES.flatMap((name) => {
    const value = environment[name];
    return value === undefined || value === "" ? [] : [`${name} ${hostOf(value)}`];
  });
  const exceptions = environment["NO_PROXY"] ?? environment["no_proxy"];
  if (named.length === 0) return "none in the environment";
  return `${named.join(", ")}${exceptions ? `, except for NO_PROXY ${exceptions}` : ""}`;
}

function hostOf(proxy: string): string {
  return URL.canParse(proxy) ? new URL(proxy).host : "(not a URL)";
}

function describeAuthorities(caBundle: string | undefined, environment: CommandContext["environment"]): string {
  if (caBundle !== undefined) return `authorities of ${caBundle}`;
  const extra = environment["NODE_EXTRA_CA_CERTS"];
  return extra ? `Node's own authorities and those of ${extra}` : "Node's own authorities";
}
