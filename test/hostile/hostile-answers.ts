/** How a server between client and cloud changes an answer. Fields left out are the true cloud's. */
export interface HostileAnswer {
  readonly name: string;
  readonly status?: number;
  /** Names in lower case; `undefined` removes one of the true headers. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Text, or a function of the true body, called for each call. */
  readonly body?: string | ((honest: Readonly<Record<string, unknown>>, call: number) => unknown);
  /** The connection ends: before the answer, or in the middle of the body. */
  readonly ends?: "at once" | "half-way";
  /** No answer is sent. */
  readonly hangs?: true;
}

const HTML = "<html><head><title>Sign in</title></head><body>CANARY</body></html>";
const JSON_TYPE = { "content-type": "application/json" };
const HTML_TYPE = { "content-type": "text/html" };
/** The names of request ids on both clouds. */
const NO_REQUEST_ID = { "x-amzn-requestid": undefined, "x-acs-request-id": undefined };

function bodies(status: number): readonly HostileAnswer[] {
  return [
    { name: `${status} with nothing`, status, body: "", headers: NO_REQUEST_ID },
    { name: `${status} with a page`, status, body: HTML, headers: { ...NO_REQUEST_ID, ...HTML_TYPE } },
    { name: `${status} with an empty object`, status, body: "{}", headers: { ...NO_REQUEST_ID, ...JSON_TYPE } },
    { name: `${status} with a nameless message`, status, body: '{"message":"CANARY"}', headers: JSON_TYPE },
  ];
}

/** Answers of proxies, gateways and other services to any request. None of them executes the request. */
export const ANY_ANSWER: readonly HostileAnswer[] = [
  ...[200, 202, 302, 400, 403, 404, 500, 502].flatMap(bodies),
  ...[201, 203, 206, 300, 301, 303, 307, 308, 405, 407, 408, 410, 418, 429, 451, 501, 503, 504, 599].map((status) => ({
    name: `${status} with a page`,
    status,
    body: HTML,
    headers: { ...NO_REQUEST_ID, ...HTML_TYPE, location: "http://127.0.0.1:9/" },
  })),
  { name: "204", status: 204, body: "", headers: NO_REQUEST_ID },
  { name: "304", status: 304, body: "", headers: NO_REQUEST_ID },
  { name: "null", body: "null" },
  { name: "a number", body: "5" },
  { name: "a text", body: '"changed"' },
  { name: "a list", body: "[{}]" },
  { name: "true", body: "true" },
  { name: "blanks", body: "   " },
  { name: "JSON cut short", body: '{"RequestId":"r-1","Tags":[{"TagKey"' },
  { name: "two objects", body: '{"RequestId":"r-1"}{"RequestId":"r-2"}' },
  { name: "brackets without end", body: "[".repeat(200_000) },
  { name: "objects without end", body: '{"a":'.repeat(100_000) },
  { name: "more than a megabyte", body: `{"RequestId":"r-1","x":"${"x".repeat(1_100_000)}"}` },
  { name: "another encoding", body: '{"RequestId":"r-1"}', headers: { "content-encoding": "gzip" }, status: 203 },
  { name: "an error under status 200", body: '{"__type":"DependencyTimeoutException","Code":"InternalFailure"}' },
  {
    name: "a denial under status 200",
    body: '{"RequestId":"r-1","__type":"AccessDenied","Code":"Forbidden.NoPermission"}',
  },
  { name: "an error name that is a number", status: 400, body: '{"__type":5,"Code":5}' },
  { name: "an error name that is an object", status: 400, body: '{"__type":{"a":1},"Code":{"a":1},"message":{"a":1}}' },
  { name: "an error name with lines", status: 400, body: '{"__type":"a\\nb","Code":"a\\nb"}' },
  { name: "an error of the prototype", status: 400, body: '{"__type":"constructor","Code":"__proto__"}' },
  { name: "an unknown error", status: 400, body: '{"__type":"NewException","Code":"Some.New"}' },
  { name: "throttling that asks for an age", status: 429, body: "", headers: { "retry-after": "999999999" } },
  { name: "a connection that ends at once", ends: "at once" },
  { name: "a connection that ends half-way", ends: "half-way" },
  { name: "no answer at all", hangs: true },
];
