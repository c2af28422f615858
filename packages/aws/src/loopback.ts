/** Requests carry tags and a session token in clear, so that plain http is for the own machine only. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" || hostname === "[::1]" || hostname === "::1" || /^127(?:\.\d{1,3}){3}$/.test(hostname)
  );
}

export const PLAIN_HTTP = {
  message: "The endpoint is http, not https, and on another machine: tags and session tokens could be read on the way.",
  hint: "Use an https endpoint. To accept plain http for this cloud, set allowPlainHttp: true (in crosstag.yaml or in code) or CROSSTAG_AWS_ALLOW_PLAIN_HTTP=true.",
} as const;
