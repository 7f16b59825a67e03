import { browserStorage } from '../browser/storage';
import { ApiError, UnreachableError, isAbort, readProblem } from './errors';
import { readEvents } from './sse';
import type { Cluster, JobEvent, JobStatus, Language, RunRequest } from './types';

const KEY_HEADER = 'X-API-Key';
const KEY_STORAGE = 'coderunner.apiKey';

/** The gateway as this page uses it. */
export interface Api {
  languages(signal?: AbortSignal): Promise<Language[]>;
  run(request: RunRequest, signal?: AbortSignal): Promise<{ jobId: string }>;
  status(jobId: string, signal?: AbortSignal): Promise<JobStatus>;
  /** The status with the exact bytes of all outputs in base64. */
  statusBytes(jobId: string, signal?: AbortSignal): Promise<JobStatus>;
  /** What was submitted. */
  request(jobId: string, signal?: AbortSignal): Promise<RunRequest>;
  cancel(jobId: string, signal?: AbortSignal): Promise<void>;
  events(jobId: string, signal: AbortSignal): AsyncGenerator<JobEvent>;
  /** The silos, the queue, and what was done so far. */
  cluster(signal?: AbortSignal): Promise<Cluster>;
}

export function getApiKey(): string {
  return browserStorage.get(KEY_STORAGE) ?? '';
}

/** Only needed where the gateway asks for keys. It stays in this browser. */
export function setApiKey(key: string): void {
  if (key === '') browserStorage.remove(KEY_STORAGE);
  else browserStorage.set(KEY_STORAGE, key);
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  const key = getApiKey();
  if (key !== '') headers.set(KEY_HEADER, key);
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers, cache: 'no-store' });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new UnreachableError(error);
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

async function json<T>(path: string, init: RequestInit): Promise<T> {
  const response = await send(path, init);
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (isAbort(error)) throw error;
    if (error instanceof SyntaxError) throw new ApiError(response.status, 'The server sent something else than JSON.');
    throw new UnreachableError(error);
  }
}

function withId(path: string, jobId: string): string {
  return `${path}?id=${encodeURIComponent(jobId)}`;
}

function signalOf(signal: AbortSignal | undefined): RequestInit {
  return signal === undefined ? {} : { signal };
}

export const httpApi: Api = {
  languages: (signal) => json('/languages', signalOf(signal)),
  run: (request, signal) =>
    json('/run', {
      ...signalOf(signal),
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
    }),
  status: (jobId, signal) => json(withId('/status', jobId), signalOf(signal)),
  statusBytes: (jobId, signal) => json(`${withId('/status', jobId)}&encoding=base64`, signalOf(signal)),
  request: (jobId, signal) => json(withId('/request', jobId), signalOf(signal)),
  cluster: (signal) => json('/cluster', signalOf(signal)),
  cancel: async (jobId, signal) => {
    await send(withId('/cancel', jobId), { ...signalOf(signal), method: 'POST' });
  },
  events: async function* (jobId, signal) {
    const response = await send(withId('/events', jobId), { signal, headers: { Accept: 'text/event-stream' } });
    if (response.body === null) return;
    try {
      for await (const { event, data } of readEvents(response.body)) {
        yield { event, data: JSON.parse(data) as unknown } as JobEvent;
      }
    } catch (error) {
      if (isAbort(error)) throw error;
      throw new UnreachableError(error);
    }
  },
};
