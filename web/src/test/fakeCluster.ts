import type { Cluster, Silo, Totals } from '../api/types';

const START = Date.parse('2026-01-01T10:00:00Z');
const NOTHING = { accepted: 0, wrong_answer: 0, time_limit_exceeded: 0, runtime_error: 0, compile_error: 0 };

/** The server's clock, that many seconds after a fixed moment. */
export function clock(seconds: number): string {
  return new Date(START + seconds * 1000).toISOString();
}

export function silo(part: Partial<Silo> = {}): Silo {
  return {
    name: 'one',
    address: '127.0.0.1:1@1',
    status: 'active',
    version: '0.1.0',
    sandbox: 'native',
    startedAt: clock(-60),
    reportedAt: clock(0),
    slots: 4,
    busy: 1,
    processors: 2,
    languages: [{ id: 'cpp', name: 'C++', version: 'g++ 12' }],
    runs: 0,
    runSeconds: 0,
    finished: NOTHING,
    memoryBytes: 1 << 20,
    cpuSeconds: 0,
    ...part,
  };
}

/** An answer of `GET /cluster` that many seconds after the start. */
export function cluster(seconds: number, totals: Partial<Totals> = {}, part: Partial<Cluster> = {}): Cluster {
  return {
    at: clock(seconds),
    silos: [silo({ reportedAt: clock(seconds) })],
    slots: { count: 4, busy: 1 },
    queue: { interactive: 0, batch: 0, running: 1, idleSlots: 3, limit: 1000, shards: [] },
    ...part,
    totals: { since: clock(-60), accepted: 0, leased: 0, waitSeconds: 0, runs: 0, runSeconds: 0, retries: 0, ...totals, finished: { ...NOTHING, ...totals.finished } },
  };
}
