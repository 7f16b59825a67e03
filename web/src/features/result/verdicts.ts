import type { JobStatus, TestResult, Verdict } from '../../api/types';

export type Tone = 'good' | 'bad' | 'warn' | 'neutral';

interface VerdictWords {
  label: string;
  tone: Tone;
}

const VERDICTS: Record<Verdict, VerdictWords> = {
  accepted: { label: 'Accepted', tone: 'good' },
  wrong_answer: { label: 'Wrong answer', tone: 'bad' },
  time_limit_exceeded: { label: 'Time limit exceeded', tone: 'warn' },
  memory_limit_exceeded: { label: 'Memory limit exceeded', tone: 'warn' },
  output_limit_exceeded: { label: 'Output limit exceeded', tone: 'warn' },
  runtime_error: { label: 'Runtime error', tone: 'bad' },
  compile_error: { label: 'Compile error', tone: 'bad' },
  internal_error: { label: 'CodeRunner failed', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
};

export function describeVerdict(verdict: Verdict): VerdictWords {
  return VERDICTS[verdict];
}

/** The verdict on a whole job: without tests nothing was accepted, it only ended well. */
export function describeResult({ verdict, hasTests }: { verdict: Verdict | null; hasTests: boolean }): VerdictWords {
  if (verdict === null) return { label: 'Failed', tone: 'bad' };
  if (verdict === 'accepted' && !hasTests) return { label: 'Finished', tone: 'good' };
  return VERDICTS[verdict];
}

const SIGNALS: Record<string, string> = {
  SIGABRT: 'it aborted itself, for example by a failed assertion or an exception that nothing caught',
  SIGBUS: 'it touched memory that is not there',
  SIGFPE: 'it divided an integer by zero or overflowed in a division',
  SIGILL: 'it came to an instruction that the processor does not know, or to a place that the compiler took for unreachable',
  SIGKILL: 'it was killed',
  SIGPIPE: 'it wrote to a pipe that nobody reads',
  SIGSEGV: 'it touched memory that does not belong to it',
  SIGSYS: 'it asked the system for something that the sandbox forbids',
  SIGTERM: 'it was told to stop',
  SIGTRAP: 'it came to a breakpoint or trap',
  SIGXCPU: 'it used up its CPU time',
  SIGXFSZ: 'it wrote a file larger than it may',
};

/** How a run ended, in words; null when nothing ran. */
export function describeEnd(run: Pick<JobStatus | TestResult, 'exitCode' | 'signal'>): string | null {
  if (run.signal !== null) {
    const meaning = SIGNALS[run.signal];
    return meaning === undefined ? `Ended by signal ${run.signal}` : `Ended by signal ${run.signal}: ${meaning}`;
  }
  return run.exitCode === null ? null : `Exit code ${run.exitCode}`;
}
