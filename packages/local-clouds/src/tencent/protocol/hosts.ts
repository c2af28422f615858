const domains = ["tencentcloudapi.com", "intl.tencentcloudapi.com"];

/** The host names of services: without a region and with one, of the Chinese and the international site. */
export function serviceHosts(services: readonly string[], regions: readonly string[]): ReadonlyMap<string, string> {
  const hosts = new Map<string, string>();
  for (const service of services) {
    for (const domain of domains) hosts.set(`${service}.${domain}`, service);
    for (const region of regions) hosts.set(`${service}.${region}.tencentcloudapi.com`, service);
  }
  return hosts;
}
