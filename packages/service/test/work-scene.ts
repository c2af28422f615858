import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AdapterRegistry, openCrosstag, type OpenedCrosstag } from "@crosstag/clouds";
import type { EngineOptions } from "@crosstag/core";
import { DRIVER_CONTRACT, type KmsAdapter, type KmsDriver } from "@crosstag/core/driver";
import {
  createMemoryCloud,
  decorateDriver,
  ONE_BY_ONE_SHAPE,
  type MemoryCloud,
  type MemoryCloudOptions,
} from "@crosstag/core/testing";
import {
  FORMAT_VERSION,
  followRun,
  problem,
  type OperationAnswer,
  type OperationDefinition,
} from "@crosstag/operations";
import { expect, onTestFinished } from "vitest";
import type { z } from "zod";
import { resourcePlaces } from "../src/access/resource-places.ts";
import { createService, type Caller, type Service, type ServiceContext } from "../src/index.ts";
import type { RunNote } from "../src/runs/run-note.ts";
import { openServiceState, type ServiceState } from "../src/service-state.ts";
import { parseEvents, requestOf } from "./operation-request.ts";
import { anybody } from "./service-scene.ts";

/** A service over one cloud in memory, whose state outlives it. */
export interface WorkScene {
  readonly cloud: MemoryCloud;
  readonly crosstag: OpenedCrosstag;
  readonly stateFolder: string;
  /** What became of runs, in order. */
  readonly notes: RunNote[];
  readonly state: ServiceState;
  /** The caller of the requests. Default: one that may do everything. */
  caller: Caller;
  /** Keeps writes from being answered until they are released. */
  hold(): {
    readonly release: () => void;
    /** Resolves when a write waits. */
    readonly waiting: Promise<unknown>;
  };
  /** Sends a request and parses its answer with the schema of the operation, strictly. */
  call<Definition extends OperationDefinition>(
    definition: Definition,
    input: z.input<Definition["input"]>,
  ): Promise<{ readonly status: number; readonly document: OperationAnswer<Definition> }>;
  /** The same for JSON lines. */
  lines<Definition extends OperationDefinition>(
    definition: Definition,
    input: z.input<Definition["input"]>,
  ): Promise<readonly OperationAnswer<Definition>[]>;
  /** Sends a request whose status is all that counts. */
  status(definition: OperationDefinition, input: object): Promise<number>;
  /** Sends a request that is refused. */
  refused(definition: OperationDefinition, input: object): Promise<z.output<typeof problem>>;
  /** The events of a run, with their ids, until the stream ends. */
  events(run: string, lastEventId?: string): Promise<readonly { readonly id: string; readonly data: unknown }[]>;
  /** Replaces the evidence of deletions. Default: by a line that is not a record. */
  damageEvidence(text?: string): Promise<void>;
  /** Ends the service in order, and starts another on the same folder. `between`: what happens while none runs. */
  restart(between?: () => Promise<void>): Promise<void>;
}

const now = () => new Date();

/** Clouds in memory, whose writes can be held. */
export interface HeldCloud {
  readonly cloud: MemoryCloud;
  /** Opens it. What it holds outlives that. */
  open(engine?: EngineOptions): Promise<OpenedCrosstag>;
  /** As in `WorkScene`. */
  hold: WorkScene["hold"];
}

export function heldCloud(character: MemoryCloudOptions = {}): HeldCloud {
  const gate: Gate = { open: Promise.resolve(), reach: () => {} };
  const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, ...character });
  const driver = gated(cloud.driver, gate);
  return {
    cloud,
    open: (engine) =>
      openCrosstag({
        registry: new AdapterRegistry().register(adapterOf(driver)),
        configuration: { clouds: { memory: { provider: "memory", region: "memory-1" } } },
        engine: { pacing: "off", retry: "immediate", ...engine },
      }),
    hold: () => {
      const released = new AbortController();
      gate.open = once(released.signal, "abort");
      const reached = new AbortController();
      gate.reach = () => reached.abort();
      return { release: () => released.abort(), waiting: once(reached.signal, "abort") };
    },
  };
}

export async function workScene(character: MemoryCloudOptions = {}): Promise<WorkScene> {
  const held = heldCloud(character);
  const { cloud } = held;
  const crosstag = await held.open();
  const stateFolder = await mkdtemp(join(tmpdir(), "crosstag-work-"));
  const notes: RunNote[] = [];
  const scene = { caller: anybody };
  const places = resourcePlaces(crosstag);
  const open = async () => {
    const state = await openServiceState({ crosstag, stateFolder, now, places, onNote: (note) => notes.push(note) });
    const context: ServiceContext = { crosstag, stateFolder, now, random: Math.random, state };
    return { state, service: createService(context, { authenticate: () => scene.caller }) };
  };
  let opened: { readonly state: ServiceState; readonly service: Service } = await open();
  onTestFinished(async () => {
    await opened.state.close();
    await crosstag.close();
    await rm(stateFolder, { recursive: true });
  });
  const send = async (definition: OperationDefinition, input: object, headers: Record<string, string> = {}) => {
    const { path, init } = requestOf(definition, input, headers);
    return opened.service.app.request(path, init);
  };
  const work = {
    get caller() {
      return scene.caller;
    },
    set caller(caller: Caller) {
      scene.caller = caller;
    },
    cloud,
    crosstag,
    stateFolder,
    notes,
    get state() {
      return opened.state;
    },
    hold: held.hold,
    call: async (definition: OperationDefinition, input: object) => {
      const response = await send(definition, input);
      const document: unknown = await response.json();
      expect(document).toMatchObject({ formatVersion: FORMAT_VERSION });
      expect(definition.statuses).toContain(response.status);
      return { status: response.status, document: definition.output.parse(document) };
    },
    lines: async (definition: OperationDefinition, input: object) => {
      const response = await send(definition, input);
      const text = await okText(response);
      return text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => definition.output.parse(JSON.parse(line)));
    },
    status: async (definition: OperationDefinition, input: object) => (await send(definition, input)).status,
    refused: async (definition: OperationDefinition, input: object) => {
      const response = await send(definition, input);
      return problem.parse(await response.json());
    },
    events: async (run: string, lastEventId?: string) => {
      const headers = lastEventId === undefined ? {} : { "Last-Event-ID": lastEventId };
      const response = await send(followRun, { run }, headers);
      const text = await okText(response);
      return parseEvents(text).map(({ id, data }) => ({ id, data: followRun.output.parse(JSON.parse(data)) }));
    },
    damageEvidence: async (text = "nothing\n") => {
      await mkdir(join(stateFolder, "evidence"), { recursive: true });
      await writeFile(join(stateFolder, "evidence", "delete-key-material.jsonl"), text);
    },
    restart: async (between?: () => Promise<void>) => {
      await opened.state.close();
      await between?.();
      opened = await open();
    },
  };
  return work as WorkScene;
}

async function okText(response: Response): Promise<string> {
  const text = await response.text();
  if (response.status === 200) return text;
  throw new Error(text);
}

/** What writes wait for. */
interface Gate {
  open: Promise<unknown>;
  /** Called when a write has come to it. */
  reach: () => void;
}

function gated(driver: KmsDriver, gate: Gate): KmsDriver {
  const pass = async () => {
    gate.reach();
    await gate.open;
  };
  return decorateDriver(driver, {
    close: async () => {},
    writeTags: async (call, context) => {
      await pass();
      return driver.writeTags?.(call, context) as never;
    },
    removeTags: async (call, context) => {
      await pass();
      return driver.removeTags?.(call, context) as never;
    },
  });
}

function adapterOf(driver: KmsDriver): KmsAdapter {
  return {
    contract: DRIVER_CONTRACT,
    provider: "memory",
    title: "Memory cloud",
    dialects: ["memory"],
    profile: () => driver,
    createDriver: async () => driver,
  };
}
