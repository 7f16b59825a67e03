import type { Api } from '../../api/client';
import { ApiError, isAbort } from '../../api/errors';
import type { Cluster } from '../../api/types';
import { Backoff, pause } from '../run/backoff';
import type { Outage } from '../run/jobView';
import { NO_HISTORY, remember, type History } from './history';

/** The gateway asks the cluster no more often than this. */
const POLL_MS = 1000;

const UNAUTHORIZED = 401;

export interface WatchState {
  /** The last answer; null before the first. */
  cluster: Cluster | null;
  history: History;
  outage: Outage | null;
  /** Why the server refuses for want of an API key; null where it doesn't. */
  refusal: string | null;
}

/** Asks how the cluster is, again and again while it is started. */
export class ClusterWatch {
  private state: WatchState = { cluster: null, history: NO_HISTORY, outage: null, refusal: null };
  private readonly listeners = new Set<() => void>();
  private running: AbortController | null = null;

  constructor(private readonly api: Pick<Api, 'cluster'>) {}

  readonly getState = (): WatchState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  /** Goes on where it stopped; nothing happens where it runs. */
  start(): void {
    if (this.running !== null) return;
    const running = new AbortController();
    this.running = running;
    this.follow(running.signal)
      .catch(() => undefined)
      .finally(() => {
        if (this.running === running) this.running = null;
      });
  }

  stop(): void {
    this.running?.abort();
    this.running = null;
  }

  /** Returns when the server wants a key. */
  private async follow(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff();
    for (;;) {
      let wait = POLL_MS;
      try {
        const cluster = await this.api.cluster(signal);
        if (signal.aborted) return;
        backoff.reset();
        this.set({ cluster, history: remember(this.state.history, cluster), outage: null, refusal: null });
      } catch (error) {
        if (isAbort(error) || signal.aborted) return;
        if (error instanceof ApiError && error.status === UNAUTHORIZED) {
          this.set({ ...this.state, outage: null, refusal: error.message });
          return;
        }
        wait = error instanceof ApiError && error.retryAfter !== null ? error.retryAfter * 1000 : backoff.take();
        this.set({ ...this.state, refusal: null, outage: { retryAt: Date.now() + wait, reason: error instanceof Error ? error.message : String(error) } });
      }
      await pause(wait, signal);
    }
  }

  private set(state: WatchState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
