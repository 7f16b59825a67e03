const FIRST_MS = 1000;
const MAX_MS = 15_000;
const FACTOR = 2;

/** Waits longer each time something fails in a row. */
export class Backoff {
  private next = FIRST_MS;

  /** The pause before the next attempt, in milliseconds; half of it is chance, so that pages don't come back all at once. */
  take(): number {
    const pause = this.next / 2 + (Math.random() * this.next) / 2;
    this.next = Math.min(this.next * FACTOR, MAX_MS);
    return pause;
  }

  reset(): void {
    this.next = FIRST_MS;
  }
}

/** Resolves after that many milliseconds; rejects with an AbortError when `signal` aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(new DOMException('Aborted', 'AbortError'));
    };
    if (signal.aborted) {
      reject(new DOMException('Aborted', 'AbortError'));
      return;
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', abort, { once: true });
  });
}
