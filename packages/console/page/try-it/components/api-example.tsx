import type { ReactNode } from "react";
import { CodeBlock } from "../tester/code-block.tsx";

/** A request of an example. Everything can be left out. */
export interface ExampleRequest {
  /** Default: POST. */
  readonly method?: string | undefined;
  /** Default: `/`. */
  readonly path?: string | undefined;
  /** Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** As an object, or as text. */
  readonly body?: unknown;
}

/** A response of an example: with a status, headers and a body, or the body alone. */
export interface ExampleResponse {
  /** Absent: the whole is the body. */
  readonly status?: number | undefined;
  /** Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** As an object, or as text. */
  readonly body?: unknown;
  /** Fields of a body without status. */
  readonly [field: string]: unknown;
}

/** What `ApiExample` shows. */
export interface ApiExampleProps {
  /** Default: none. */
  readonly request?: ExampleRequest | undefined;
  /** Default: none. */
  readonly response?: ExampleResponse | undefined;
  /** The same as Markdown, for readers of the file of a page. Not shown. */
  readonly children?: ReactNode;
}

/** A request and its response, as they are on the wire. */
export function ApiExample({ request, response }: ApiExampleProps) {
  return (
    <div className="try-example">
      {request !== undefined && Object.keys(request).length > 0 && (
        <figure>
          <figcaption>Request</figcaption>
          <CodeBlock label="Request of the example" code={requestText(request)} />
        </figure>
      )}
      {response !== undefined && (
        <figure>
          <figcaption>Response</figcaption>
          <CodeBlock label="Response of the example" code={responseText(response)} />
        </figure>
      )}
    </div>
  );
}

function requestText({ method = "POST", path = "/", headers = {}, body }: ExampleRequest): string {
  return message(`${method} ${path} HTTP/1.1`, headers, body);
}

function responseText(response: ExampleResponse): string {
  const { status, headers = {}, body } = response;
  return status === undefined ? bodyText(response) : message(`HTTP/1.1 ${status}`, headers, body);
}

function message(start: string, headers: Readonly<Record<string, string>>, body: unknown): string {
  const lines = [start, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  return body === undefined ? lines.join("\n") : [...lines, "", bodyText(body)].join("\n");
}

function bodyText(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body, undefined, 2);
}
