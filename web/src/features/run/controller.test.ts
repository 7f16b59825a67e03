import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, UnreachableError } from '../../api/errors';
import { accepted, FakeApi, status } from '../../test/fakeApi';
import { RunController, type RunState } from './controller';

const REQUEST = { language: 'cpp', code: 'int main() {}' };

const away = (): UnreachableError => new UnreachableError(new TypeError('refused'));

describe('RunController', () => {
  let api: FakeApi;
  let controller: RunController;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(1);
    api = new FakeApi();
    controller = new RunController(api);
  });

  afterEach(() => {
    controller.reset();
    vi.useRealTimers();
  });

  const state = (): RunState => controller.getState();
  const after = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

  it('shows output as events bring it, then the result', async () => {
    api.streams = [
      [
        { event: 'state', data: { state: 'running', attempt: 1 } },
        { event: 'output', data: { test: 1, stream: 'stdout', data: 'one\n' } },
        { event: 'output', data: { test: 1, stream: 'stderr', data: 'oops\n' } },
        null,
      ],
    ];
    void controller.run(REQUEST);
    await after(100);

    expect(state()).toMatchObject({ kind: 'following', job: { state: 'running', stdout: 'one\n', stderr: 'oops\n' } });

    api.statuses = [accepted({ stdout: 'one\ntwo\n' })];
    await after(6000);

    expect(state()).toMatchObject({ kind: 'finished', result: { verdict: 'accepted', stdout: 'one\ntwo\n' } });
  });

  it('asks for the place in the queue while it waits', async () => {
    api.statuses = [status({ queuePosition: 3 }), status({ queuePosition: 2 })];
    void controller.run(REQUEST);
    await after(100);
    expect(state()).toMatchObject({ job: { queuePosition: 3 } });

    await after(1000);

    expect(state()).toMatchObject({ job: { queuePosition: 2 } });
  });

  it('polls each second where there are no events', async () => {
    api.streams = [[new ApiError(404, 'There is nothing at /events.')]];
    api.statuses = [status(), status({ state: 'running', attempts: 1 }), accepted()];
    void controller.run(REQUEST);

    await after(2100);

    expect(state().kind).toBe('finished');
    expect(api.asked.filter((path) => path === 'events')).toHaveLength(1);
  });

  it('says that the server is away, tries again later each time, and recovers', async () => {
    api.statuses = [status(), away(), away(), accepted({ stdout: 'late\n' })];
    api.streams = [[{ event: 'state', data: { state: 'running', attempt: 1 } }, away()]];
    void controller.run(REQUEST);
    await after(500);
    expect(state()).toMatchObject({ kind: 'following', job: { outage: { reason: 'The server does not answer.' } } });

    await after(1000);
    const first = (state() as Extract<RunState, { kind: 'following' }>).job.outage?.retryAt ?? 0;
    expect(first - Date.now()).toBeGreaterThan(1000);
    await after(10_000);

    expect(state()).toMatchObject({ kind: 'finished', result: { stdout: 'late\n' } });
  });

  it('forgets what a lost attempt wrote', async () => {
    api.streams = [
      [
        { event: 'state', data: { state: 'running', attempt: 1 } },
        { event: 'output', data: { test: 1, stream: 'stdout', data: 'first' } },
        { event: 'state', data: { state: 'running', attempt: 2 } },
        { event: 'output', data: { test: 1, stream: 'stdout', data: 'second' } },
        null,
      ],
    ];
    void controller.run(REQUEST);

    await after(100);

    expect(state()).toMatchObject({ job: { stdout: 'second', attempts: 2 } });
  });

  it('does not show output twice when the stream begins anew', async () => {
    api.streams = [
      [{ event: 'output', data: { test: 1, stream: 'stdout', data: 'one' } }],
      [{ event: 'output', data: { test: 1, stream: 'stdout', data: 'one' } }, { event: 'output', data: { test: 1, stream: 'stdout', data: ' two' } }, null],
    ];
    void controller.run(REQUEST);

    await after(1500);

    expect(api.asked.filter((path) => path === 'events')).toHaveLength(2);
    expect(state()).toMatchObject({ job: { stdout: 'one two' } });
  });

  it('empties the output of a test that begins anew', async () => {
    const testing = { event: 'progress', data: { phase: 'testing', test: 2, tests: 3, text: 'test 2 of 3' } } as const;
    api.streams = [
      [
        testing,
        { event: 'output', data: { test: 2, stream: 'stdout', data: 'half' } },
        testing,
        { event: 'output', data: { test: 2, stream: 'stdout', data: 'half and more' } },
        null,
      ],
    ];
    void controller.run(REQUEST);

    await after(1000);

    expect(state()).toMatchObject({ job: { stdout: 'half and more' } });
  });

  it('counts down what the server asks to wait, then hands in again', async () => {
    api.runs = [new ApiError(429, 'Too much is waiting.', {}, 7), { jobId: 'job-1' }];
    void controller.run(REQUEST);
    await after(10);
    const { outage } = state() as Extract<RunState, { kind: 'sending' }>;
    expect(outage).toMatchObject({ reason: 'Too much is waiting.' });
    expect((outage?.retryAt ?? 0) - Date.now()).toBeGreaterThan(6900);

    await after(6900);
    expect(api.asked).toEqual(['run']);
    await after(200);

    expect(state().kind).toBe('following');
  });

  it('shows a refusal at once', async () => {
    api.runs = [new ApiError(400, 'code is missing.')];
    void controller.run(REQUEST);

    await after(10);

    expect(state()).toMatchObject({ kind: 'refused', error: { message: 'code is missing.' } });
  });

  it('asks the server to cancel, once', async () => {
    void controller.run(REQUEST);
    await after(100);

    void controller.cancel();
    void controller.cancel();
    await after(10);

    expect(state()).toMatchObject({ kind: 'following', cancelling: true });
    expect(api.asked.filter((path) => path === 'cancel')).toHaveLength(1);
  });

  it('waits for the result of a job that finished before it was cancelled', async () => {
    void controller.run(REQUEST);
    await after(100);
    api.cancels = [new ApiError(409, 'It has its result.')];
    api.statuses = [accepted()];

    void controller.cancel();
    await after(2000);

    expect(state().kind).toBe('finished');
  });

  it('stops handing in when it is cancelled meanwhile', async () => {
    api.runs = [away()];
    void controller.run(REQUEST);
    await after(10);

    void controller.cancel();
    await after(60_000);

    expect(state().kind).toBe('idle');
    expect(api.asked).toEqual(['run']);
  });

  it('tells of the job when it has its id and when it has its result', async () => {
    const noted: [string, string | null][] = [];
    controller = new RunController(api, ({ jobId, result }) => noted.push([jobId, result?.verdict ?? null]));
    api.statuses = [accepted()];

    void controller.run(REQUEST);
    await after(100);

    expect(noted).toEqual([
      ['job-1', null],
      ['job-1', 'accepted'],
    ]);
  });
});
