import type { Api } from '../../api/client';
import { ApiError, UnreachableError } from '../../api/errors';
import { Backoff, pause } from './backoff';
import type { JobRecord } from './jobView';

/** How often `/status` is asked while the job waits, or while no events come. */
const POLL_MS = 1000;

/** How often it is asked while events come: a proxy may hold them back without a word. */
const WATCHDOG_MS = 5000;

/**
 * Follows a job until it has its result: live by `/events`, and by `/status` for its place in the queue and wherever
 * events don't come through. A lost connection is tried again for as long as it takes.
 * @throws ApiError when the gateway says that it will never know, for example that there is no such job.
 */
export async function followJob(api: Api, record: JobRecord, changed: () => void, signal: AbortSignal): Promise<void> {
  const backoff = new Backoff();
  let streams = true;
  for (;;) {
    try {
      record.addStatus(await api.status(record.jobId, signal));
      record.outage = null;
      backoff.reset();
      changed();
      if (record.isFinished()) return;
      streams = await followConnected(api, record, changed, signal, streams);
      if (record.isFinished()) return;
      // A stream that ended early, for example because a proxy limits it; never asked again at once.
      await pause(POLL_MS, signal);
    } catch (error) {
      if (!isOutage(error)) throw error;
      const wait = retryAfter(error) ?? backoff.take();
      record.outage = { retryAt: Date.now() + wait, reason: error.message };
      changed();
      await pause(wait, signal);
    }
  }
}

/** Follows while the connection holds. @returns Whether events may be tried again. */
async function followConnected(api: Api, record: JobRecord, changed: () => void, signal: AbortSignal, streams: boolean): Promise<boolean> {
  const phase = new AbortController();
  const stop = (): void => {
    phase.abort();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const live = { streaming: false };
    const polling = poll(api, record, changed, live, phase.signal);
    if (!streams) {
      await polling;
      return false;
    }
    const streaming = stream(api, record, changed, live, phase.signal);
    // Whichever is left over fails only because it was stopped.
    polling.catch(() => undefined);
    const ended = await Promise.race([polling.then(() => true), streaming]);
    streaming.catch(() => undefined);
    if (ended) return true;
    await polling;
    return false;
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

async function poll(api: Api, record: JobRecord, changed: () => void, live: { streaming: boolean }, signal: AbortSignal): Promise<void> {
  let last = Date.now();
  while (!record.isFinished()) {
    await pause(POLL_MS, signal);
    const quiet = live.streaming && record.view().state !== 'queued';
    if (quiet && Date.now() - last < WATCHDOG_MS) continue;
    record.addStatus(await api.status(record.jobId, signal));
    last = Date.now();
    changed();
  }
}

/** @returns Whether there are events at all; false where the gateway or a proxy refuses them for good. */
async function stream(api: Api, record: JobRecord, changed: () => void, live: { streaming: boolean }, signal: AbortSignal): Promise<boolean> {
  record.expectReplay();
  try {
    for await (const event of api.events(record.jobId, signal)) {
      live.streaming = true;
      record.addEvent(event);
      changed();
      if (record.isFinished()) break;
    }
    return true;
  } catch (error) {
    if (error instanceof ApiError && !error.isTemporary) return false;
    throw error;
  } finally {
    live.streaming = false;
  }
}

function isOutage(error: unknown): error is ApiError | UnreachableError {
  return error instanceof UnreachableError || (error instanceof ApiError && error.isTemporary);
}

function retryAfter(error: ApiError | UnreachableError): number | null {
  return error instanceof ApiError && error.retryAfter !== null ? error.retryAfter * 1000 : null;
}
