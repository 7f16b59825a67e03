import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../api/errors';
import type { JobStatus } from '../../api/types';
import { accepted, status } from '../../test/fakeApi';
import { parseDiagnostics } from '../editor/diagnostics';
import { LIVE_LIMIT, LiveText } from '../run/liveText';
import { ResultPanel } from './ResultPanel';
import { Terminal } from './Terminal';
import { formatBytes, formatElapsed, formatTime } from './units';
import { describeEnd } from './verdicts';

const NOTHING = (): void => undefined;

function show(result: JobStatus, onOpen = NOTHING): HTMLElement {
  const job = { jobId: result.jobId, state: result.state, queuePosition: null, progress: null, attempts: 1, stdout: '', stderr: '', outputCut: false, tests: new Map(), result, outage: null };
  const diagnostics = parseDiagnostics(result.compileOutput, ['main.cpp']);
  return render(<ResultPanel run={{ kind: 'finished', job, cases: [], result }} diagnostics={diagnostics} onOpen={onOpen} />).container;
}

describe('Terminal', () => {
  it('shows markup as text', () => {
    const { container } = render(<Terminal label="Output" text={'<script>alert(1)</script><img src=x onerror=alert(1)> https://example.org javascript:alert(1)'} />);
    expect(container.querySelectorAll('script, img, a')).toHaveLength(0);
    expect(container.textContent).toContain('<script>alert(1)</script>');
  });

  it('draws a long output a page at a time', async () => {
    render(<Terminal label="Output" text={'x'.repeat(100_000)} />);
    const before = screen.getByRole('group', { name: 'Output' }).textContent.length;
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
    expect(before).toBeLessThan(100_000);
    expect(screen.getByRole('group', { name: 'Output' }).textContent).toHaveLength(100_000);
  });
});

describe('ResultPanel', () => {
  it('keeps stderr apart and says how it ended', () => {
    show(status({ state: 'completed', verdict: 'runtime_error', signal: 'SIGSEGV', stdout: 'out', stderr: 'err' }));
    expect(screen.getByRole('heading', { name: 'Runtime error' })).toBeDefined();
    expect(screen.getByText(/touched memory that does not belong to it/)).toBeDefined();
    expect(screen.getByRole('group', { name: 'Output' }).textContent).toBe('out');
    expect(screen.getByRole('group', { name: 'Error output' }).textContent).toBe('err');
  });

  it('marks output that was cut', () => {
    show(accepted({ stdout: 'x', stdoutTruncated: true }));
    expect(screen.getByText('cut at the limit')).toBeDefined();
    expect(screen.getByRole('button', { name: 'Download Output' })).toBeDefined();
  });

  it('opens the place that the compiler names', async () => {
    const open = vi.fn();
    show(status({ state: 'completed', verdict: 'compile_error', compileOutput: 'main.cpp:3:5: error: bad\n' }), open);
    await userEvent.click(screen.getByRole('button', { name: 'main.cpp:3:5' }));
    expect(open).toHaveBeenCalledWith(expect.objectContaining({ file: 'main.cpp', line: 3, column: 5 }));
  });

  it('says what is wrong with each field, and what to do', () => {
    const error = new ApiError(400, 'Two fields are wrong.', { 'limits.cpuTimeMs': ['limits.cpuTimeMs must be at most 15000.'] });
    render(<ResultPanel run={{ kind: 'refused', error }} diagnostics={[]} onOpen={NOTHING} />);
    expect(screen.getByRole('alert').textContent).toContain('limits.cpuTimeMs must be at most 15000.');
    expect(screen.getByRole('alert').textContent).toContain('Correct it and run again.');
  });
});

describe('describeEnd', () => {
  it.each([
    [{ exitCode: 3, signal: null }, 'Exit code 3'],
    [{ exitCode: null, signal: 'SIGUSR1' }, 'Ended by signal SIGUSR1'],
    [{ exitCode: null, signal: null }, null],
  ])('%j', (run, expected) => {
    expect(describeEnd(run)).toBe(expected);
  });
});

describe('units', () => {
  it.each([
    [formatTime(1.482), '1.48 ms'],
    [formatTime(320.4), '320 ms'],
    [formatTime(2050), '2.05 s'],
    [formatElapsed(12_440), '12.4 s'],
    [formatElapsed(125_000), '2 min 05 s'],
    [formatBytes(512), '512 B'],
    [formatBytes(1_511_424), '1.44 MiB'],
    [formatBytes(268_435_456), '256 MiB'],
  ])('%s', (shown, expected) => {
    expect(shown).toBe(expected);
  });
});

describe('LiveText', () => {
  it('keeps the end of a long text, from the start of a line', () => {
    const live = new LiveText();
    for (let line = 0; line < 20_000; line++) live.add(`line ${line}\n`);
    const text = live.read();
    expect(live.cut).toBe(true);
    expect(text.length).toBeLessThanOrEqual(LIVE_LIMIT);
    expect(text).toMatch(/^line \d+\n/);
    expect(text.endsWith('line 19999\n')).toBe(true);
  });
});
