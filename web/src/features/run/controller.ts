import type { Api } from '../../api/client';
import { ApiError, UnreachableError, isAbort } from '../../api/errors';
import type { JobStatus, RunRequest } from '../../api/types';
import type { RanCase } from '../tests/cases';
import { Backoff, pause } from './backoff';
import { followJob } from './follow';
import { JobRecord, type JobView, type Outage } from './jobView';

/** A run as the page shows it. */
export type RunState =
  | { kind: 'idle' }
  /** Being handed in; `outage` is set while the server is away or its queue is full. */
  | { kind: 'sending'; since: number; outage: Outage | null }
  | { kind: 'following'; since: number; job: JobView; cases: readonly RanCase[]; cancelling: boolean }
  | { kind: 'finished'; job: JobView; cases: readonly RanCase[]; result: JobStatus }
  | { kind: 'refused'; error: ApiError | Error };

/** A program that was handed in. */
export interface NotedRun {
  jobId: string;
  request: RunRequest;
  cases: readonly RanCase[];
  result: JobStatus | null;
}

/** How often the page is drawn at most while output comes in. */
const DRAW_MS = 50;

/** Hands a program in and follows it. One run at a time; it is a store for `useSyncExternalStore`. */
export class RunController {
  private state: RunState = { kind: 'idle' };
  private readonly listeners = new Set<() => void>();
  private abort = new AbortController();
  private drawing: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly api: Api,
    /** Told when a program has its job's id, and again when it has its result. */
    private readonly noted: (run: NotedRun) => void = () => undefined,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getState = (): RunState => this.state;

  /**
   * Hands it in; for as long as the server is away or full, again and again.
   * @param cases The cases that its tests are, in their order; none where it runs without tests.
   */
  async run(request: RunRequest, cases: readonly RanCase[] = []): Promise<void> {
    const signal = this.begin();
    const since = Date.now();
    this.set({ kind: 'sending', since, outage: null });
    await this.guard(signal, async () => {
      const { jobId } = await this.send(request, since, signal);
      this.noted({ jobId, request, cases, result: null });
      const result = await this.follow(jobId, cases, since, signal);
      if (result !== null) this.noted({ jobId, request, cases, result });
    });
  }

  /** Follows a job that was handed in before. */
  async attach(jobId: string, cases: readonly RanCase[] = []): Promise<void> {
    const signal = this.begin();
    await this.guard(signal, async () => {
      await this.follow(jobId, cases, Date.now(), signal);
    });
  }

  /** Stops trying to hand it in, or asks the server to stop it. */
  async cancel(): Promise<void> {
    const state = this.state;
    if (state.kind === 'sending') {
      this.begin();
      this.set({ kind: 'idle' });
      return;
    }
    if (state.kind !== 'following' || state.cancelling) return;
    this.set({ ...state, cancelling: true });
    const { signal } = this.abort;
    try {
      await this.api.cancel(state.job.jobId, signal);
    } catch (error) {
      // 409: it had finished already, and its result is on the way.
      if (isAbort(error) || (error instanceof ApiError && error.status === 409)) return;
      // Read anew: TypeScript doesn't know that the state may have changed meanwhile.
      const now = this.getState();
      if (!signal.aborted && now.kind === 'following') this.set({ ...now, cancelling: false });
    }
  }

  /** Forgets the run; a job that runs goes on without being followed. */
  reset(): void {
    this.begin();
    this.set({ kind: 'idle' });
  }

  private begin(): AbortSignal {
    this.abort.abort();
    this.abort = new AbortController();
    return this.abort.signal;
  }

  private async guard(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      this.set({ kind: 'refused', error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  private async send(request: RunRequest, since: number, signal: AbortSignal): Promise<{ jobId: string }> {
    const backoff = new Backoff();
    for (;;) {
      try {
        return await this.api.run(request, signal);
      } catch (error) {
        const temporary = error instanceof UnreachableError || (error instanceof ApiError && error.isTemporary);
        if (!temporary) throw error;
        const told = error instanceof ApiError ? error.retryAfter : null;
        const wait = told === null ? backoff.take() : told * 1000;
        this.set({ kind: 'sending', since, outage: { retryAt: Date.now() + wait, reason: error.message } });
        await pause(wait, signal);
      }
    }
  }

  private async follow(jobId: string, cases: readonly RanCase[], since: number, signal: AbortSignal): Promise<JobStatus | null> {
    const record = new JobRecord(jobId);
    this.set({ kind: 'following', since, job: record.view(), cases, cancelling: false });
    const draw = (): void => {
      this.drawing = null;
      const { state } = this;
      if (!signal.aborted && state.kind === 'following') this.set({ ...state, job: record.view() });
    };
    await followJob(this.api, record, () => (this.drawing ??= setTimeout(draw, DRAW_MS)), signal);
    if (this.drawing !== null) clearTimeout(this.drawing);
    this.drawing = null;
    const { result } = record;
    if (signal.aborted || result === null) return null;
    this.set({ kind: 'finished', job: record.view(), cases, result });
    return result;
  }

  private set(state: RunState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
