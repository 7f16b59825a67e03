import { isFinished, type JobEvent, type JobState, type JobStatus, type Progress, type Usage, type Verdict } from '../../api/types';
import { LiveText } from './liveText';

/** A connection that was lost and will be tried again. */
export interface Outage {
  /** When, as `Date.now()` tells time. */
  retryAt: number;
  /** One sentence on what happened. */
  reason: string;
}

export type LiveTest = { verdict: Verdict } & Usage;

/** What is known of a job now. */
export interface JobView {
  jobId: string;
  state: JobState;
  queuePosition: number | null;
  progress: Progress | null;
  attempts: number;
  stdout: string;
  stderr: string;
  /** Whether the beginning of the output written so far is left out. */
  outputCut: boolean;
  /** Tests that have ended, by their index. */
  tests: ReadonlyMap<number, LiveTest>;
  result: JobStatus | null;
  outage: Outage | null;
}

/** Puts together what `/status` and `/events` tell of one job. */
export class JobRecord {
  private readonly stdout = new LiveText();
  private readonly stderr = new LiveText();
  private tests = new Map<number, LiveTest>();
  private state: JobState = 'queued';
  private queuePosition: number | null = null;
  private progress: Progress | null = null;
  private attempts = 0;
  private outputTest = 0;
  private replaying = false;
  outage: Outage | null = null;
  result: JobStatus | null = null;

  constructor(readonly jobId: string) {}

  /** The next stream of events begins with the first: what was put together so far gives way to it. */
  expectReplay(): void {
    this.replaying = true;
  }

  isFinished(): boolean {
    return this.result !== null;
  }

  addStatus(status: JobStatus): void {
    this.state = status.state;
    this.queuePosition = status.queuePosition;
    if (status.progress !== null) this.progress = status.progress;
    if (status.attempts > this.attempts) this.beginAttempt(status.attempts);
    if (isFinished(status.state)) this.result = status;
  }

  addEvent(event: JobEvent): void {
    if (this.replaying) {
      this.replaying = false;
      this.forget();
    }
    switch (event.event) {
      case 'state':
        this.state = event.data.state;
        if (event.data.attempt > this.attempts) this.beginAttempt(event.data.attempt);
        break;
      case 'progress':
        this.progress = event.data;
        // A test that gave its slot up to other clients begins anew.
        if (event.data.test === this.outputTest) this.clearOutput();
        break;
      case 'output':
        this.addOutput(event.data.test, event.data.stream, event.data.data);
        break;
      case 'test':
        this.tests.set(event.data.test - 1, event.data);
        break;
      case 'result':
        this.addStatus(event.data);
        break;
      case 'missed':
        break;
    }
  }

  view(): JobView {
    return {
      jobId: this.jobId,
      state: this.state,
      queuePosition: this.queuePosition,
      progress: this.progress,
      attempts: this.attempts,
      stdout: this.stdout.read(),
      stderr: this.stderr.read(),
      outputCut: this.stdout.cut || this.stderr.cut,
      tests: new Map(this.tests),
      result: this.result,
      outage: this.outage,
    };
  }

  private addOutput(test: number, stream: 'stdout' | 'stderr', data: string): void {
    // Of several tests, the output of the one that runs is shown.
    if (test !== this.outputTest) {
      this.outputTest = test;
      this.clearOutput();
    }
    this[stream].add(data);
  }

  /** A machine was lost and another began anew: what the first wrote does not count. */
  private beginAttempt(attempt: number): void {
    this.attempts = attempt;
    this.forget();
  }

  private forget(): void {
    this.clearOutput();
    this.tests = new Map();
    this.outputTest = 0;
  }

  private clearOutput(): void {
    this.stdout.clear();
    this.stderr.clear();
  }
}
