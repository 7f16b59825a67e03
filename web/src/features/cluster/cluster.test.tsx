import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { httpApi } from '../../api/client';
import { ApiError, UnreachableError } from '../../api/errors';
import type { Cluster } from '../../api/types';
import { FakeApi } from '../../test/fakeApi';
import { clock, cluster, silo } from '../../test/fakeCluster';
import ClusterPage from './ClusterPage';
import { ClusterWatch } from './watch';

// jsdom has no canvas; test/Browser.Tests sees the real charts.
vi.mock('./plot', () => ({ makePlot: () => ({ setData: () => undefined, destroy: () => undefined }), toColumns: () => [], resize: () => undefined }));

const DEAD = new UnreachableError(new TypeError('no'));

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  vi.stubGlobal('ResizeObserver', class {
    observe(): void { /* The width never changes here. */ }
    disconnect(): void { /* So there is nothing to stop. */ }
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('ClusterWatch', () => {
  const watch = (...answers: (Cluster | Error)[]): [ClusterWatch, FakeApi] => {
    const api = new FakeApi();
    api.clusters = answers;
    return [new ClusterWatch(api), api];
  };

  it('asks again and again until it is stopped', async () => {
    const [watched, api] = watch(cluster(0), cluster(1), cluster(2));
    watched.start();
    watched.start();
    await vi.advanceTimersByTimeAsync(2100);
    watched.stop();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(api.asked).toHaveLength(3);
    expect(watched.getState().history.points).toHaveLength(3);

    watched.start();
    await vi.advanceTimersByTimeAsync(100);
    expect(api.asked).toHaveLength(4);
    watched.stop();
  });

  it('keeps what it knows, and tries less and less often, while the server is away', async () => {
    const [watched, api] = watch(cluster(0), DEAD, DEAD, DEAD, DEAD, DEAD, cluster(30));
    watched.start();
    await vi.advanceTimersByTimeAsync(1100);
    expect(watched.getState()).toMatchObject({ cluster: cluster(0), outage: { reason: 'The server does not answer.' } });
    await vi.advanceTimersByTimeAsync(2000);
    expect(api.asked.length).toBeLessThan(6);
    await vi.advanceTimersByTimeAsync(40_000);
    watched.stop();

    expect(watched.getState()).toMatchObject({ cluster: cluster(30), outage: null });
  });

  it('waits as long as the server says', async () => {
    const [watched, api] = watch(new ApiError(503, 'The cluster does not answer.', {}, 5), cluster(0));
    watched.start();
    await vi.advanceTimersByTimeAsync(4900);
    expect(api.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    watched.stop();

    expect(watched.getState().cluster).toEqual(cluster(0));
  });

  it('does not go on asking without a key where one is wanted', async () => {
    const [watched, api] = watch(new ApiError(401, 'An API key is needed.'));
    watched.start();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(api.asked).toHaveLength(1);
    expect(watched.getState().refusal).toBe('An API key is needed.');
  });
});

describe('ClusterPage', () => {
  const open = (...answers: (Cluster | Error)[]): FakeApi => {
    const api = new FakeApi();
    api.clusters = answers;
    vi.spyOn(httpApi, 'cluster').mockImplementation(api.cluster);
    render(<ClusterPage />);
    return api;
  };
  const pass = (milliseconds: number): Promise<void> => act(async () => { await vi.advanceTimersByTimeAsync(milliseconds); });
  const cells = (name: string): (string | null)[] => within(screen.getByRole('rowheader', { name }).closest('tr') ?? document.body).getAllByRole('cell').map((cell) => cell.textContent);

  it('shows silos, queue, rates and verdicts', async () => {
    const silos = [silo(), silo({ name: 'two', address: '127.0.0.1:2@1', status: 'silent' })];
    open(
      cluster(0, { finished: { accepted: 10 } }, { silos }),
      cluster(2, { accepted: 8, leased: 4, waitSeconds: 2, runs: 4, runSeconds: 1, finished: { accepted: 13, wrong_answer: 1 } }, {
        silos: [silo({ reportedAt: clock(2), busy: 3, runs: 4, runSeconds: 1, cpuSeconds: 1 }), ...silos.slice(1)],
        queue: { interactive: 3, batch: 120, running: 3, idleSlots: 0, limit: 1000, shards: [{ shard: 1, reachable: false, interactive: 0, batch: 0, running: 0, idleSlots: 0 }] },
      }),
    );
    await pass(1100);

    expect(cells('one').slice(0, 5)).toEqual(['Active', '3 of 4', '4', '250 ms', '25 %']);
    expect(cells('two')[0]).toContain('Silent');
    expect(cells('Interactive')).toEqual(['3', '3']);
    expect(cells('Batch')).toEqual(['120', '120']);
    expect(cells('Handed in')).toEqual(['4.0', '4.0']);
    expect(cells('Wait')).toEqual(['500 ms', '500 ms']);
    expect(cells('Accepted').slice(0, 3)).toEqual(['3', '13', '93 %']);
    expect(cells('Wrong answer').slice(0, 2)).toEqual(['1', '1']);
    expect(screen.getByText(/dispatcher of one shard does not answer/)).toBeTruthy();
    expect(screen.getByText('Live')).toBeTruthy();
    expect(screen.getAllByRole('img', { name: /over the last 10 minutes/ })).toHaveLength(4);
  });

  it('says that the server is away, and keeps what it had', async () => {
    open(cluster(0), DEAD);
    await pass(1100);

    expect(screen.getByText(/The server does not answer\. Trying again/)).toBeTruthy();
    expect(screen.getByRole('status').textContent).toContain('It will be tried again');
    expect(screen.getByRole('rowheader', { name: 'one' })).toBeTruthy();
  });

  it('asks for the key that the server wants, and goes on with it', async () => {
    open(new ApiError(401, 'An API key is needed.'), cluster(0));
    await pass(10);
    expect(screen.getByRole('alert').textContent).toBe('An API key is needed.');

    await userEvent.setup({ advanceTimers: vi.advanceTimersByTime }).type(screen.getByLabelText('API key'), 'secret{Enter}');
    await pass(10);

    expect(localStorage.getItem('coderunner.apiKey')).toBe('secret');
    expect(screen.getByRole('rowheader', { name: 'one' })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('does not ask while nobody can see it', async () => {
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(false);
    const api = open(cluster(0));
    await pass(1100);
    hidden.mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    const before = api.asked.length;
    await pass(60_000);
    expect(api.asked).toHaveLength(before);

    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    await pass(10);
    expect(api.asked).toHaveLength(before + 1);
  });

  it('says that there is no silo', async () => {
    open(cluster(0, {}, { silos: [], slots: { count: 0, busy: 0 } }));
    await pass(10);

    expect(screen.getByText(/There is no silo/)).toBeTruthy();
  });
});
