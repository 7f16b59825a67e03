import { describe, expect, it } from 'vitest';
import { clock, cluster, silo } from '../../test/fakeCluster';
import { NO_HISTORY, remember, SPAN } from './history';
import { finishedBetween, ratesBetween, siloRatesBetween } from './rates';

const busy = { accepted: 30, leased: 20, waitSeconds: 50, runs: 10, runSeconds: 4, finished: { accepted: 8, wrong_answer: 2 } };

describe('ratesBetween', () => {
  it('divides what was done by the time of the server', () => {
    const older = cluster(0, { accepted: 10, leased: 10, waitSeconds: 10, runs: 5, runSeconds: 2, finished: { accepted: 5 } });

    expect(ratesBetween(older, cluster(10, busy))).toEqual({ accepted: 2, finished: 0.5, wait: 4, run: 0.4 });
  });

  it('knows no mean of nothing', () => {
    expect(ratesBetween(cluster(0, busy), cluster(5, busy))).toEqual({ accepted: 0, finished: 0, wait: null, run: null });
  });

  it.each([
    ['the totals began anew', cluster(0), cluster(5, { ...busy, since: clock(3) })],
    ['a total shrank', cluster(0, busy), cluster(5, { ...busy, runs: 9 })],
    ['verdicts shrank', cluster(0, busy), cluster(5, { ...busy, finished: { accepted: 9 } })],
    ['no time has passed', cluster(5), cluster(5, busy)],
    ['the clock went back', cluster(5), cluster(4, busy)],
  ])('compares nothing where %s', (_, older, newer) => {
    expect(ratesBetween(older, newer)).toBeNull();
  });
});

describe('siloRatesBetween', () => {
  const older = cluster(0, {}, { silos: [silo({ runs: 10, runSeconds: 5, cpuSeconds: 1 })] });

  it('goes by the reports of the silo', () => {
    expect(siloRatesBetween(older, silo({ reportedAt: clock(4), runs: 12, runSeconds: 8, cpuSeconds: 3 }))).toEqual({ cpu: 0.25, run: 1.5 });
  });

  it.each([
    ['was started anew', silo({ address: '127.0.0.1:1@2', reportedAt: clock(4) })],
    ['has not reported since', silo({ runs: 10 })],
  ])('knows nothing of a silo that %s', (_, newer) => {
    expect(siloRatesBetween(older, newer)).toBeNull();
  });
});

describe('finishedBetween', () => {
  it('counts by verdict, new ones too', () => {
    const newer = cluster(5, { finished: { accepted: 7, cancelled: 1 } });

    expect(finishedBetween(cluster(0, { finished: { accepted: 5 } }), newer)).toMatchObject({ accepted: 2, wrong_answer: 0, cancelled: 1 });
  });

  it('counts nothing where the totals began anew', () => {
    expect(finishedBetween(cluster(0), cluster(5, { since: clock(1), finished: { accepted: 7 } }))).toMatchObject({ accepted: 0 });
  });
});

describe('remember', () => {
  const follow = (...answers: ReturnType<typeof cluster>[]): ReturnType<typeof remember> => answers.reduce(remember, NO_HISTORY);

  it('takes rates over the last ten seconds alone', () => {
    const { points } = follow(cluster(0, { accepted: 0 }), cluster(5, { accepted: 100 }), cluster(10, { accepted: 100 }), cluster(15, { accepted: 110 }));

    expect(points.map((point) => point.accepted)).toEqual([null, 20, 10, 1]);
  });

  it('ignores an answer that it has, or an older one out of another cache', () => {
    const history = follow(cluster(0), cluster(5));

    expect(remember(history, cluster(5))).toBe(history);
    expect(remember(history, cluster(4))).toBe(history);
  });

  it('leaves a gap where it did not look on', () => {
    const { points } = follow(cluster(0), cluster(1), cluster(100));

    expect(points.map((point) => point.busy)).toEqual([1, 1, null, 1]);
    expect(points.at(-1)?.accepted).toBeNull();
  });

  it('draws on, but compares anew, where the totals began anew', () => {
    const { answers, points } = follow(cluster(0, busy), cluster(1, busy), cluster(2, { since: clock(2) }));

    expect(answers).toHaveLength(1);
    expect(points).toHaveLength(3);
    expect(points.at(-1)?.finished).toBeNull();
  });

  it('begins anew where the clock was put back', () => {
    const { points } = follow(cluster(500), cluster(501), cluster(100));

    expect(points.map((point) => point.at)).toEqual([Date.parse(clock(100)) / 1000]);
  });

  it('forgets what is older than the charts', () => {
    let history = NO_HISTORY;
    for (let second = 0; second <= SPAN + 50; second += 5) history = remember(history, cluster(second));

    expect(history.points).toHaveLength(SPAN / 5 + 1);
    expect(history.answers).toHaveLength(SPAN / 5 + 1);
  });
});
