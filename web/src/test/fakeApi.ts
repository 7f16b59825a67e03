import type { Api } from '../api/client';
import type { Cluster, JobEvent, JobStatus } from '../api/types';

/** A job's status with everything at rest. */
export function status(part: Partial<JobStatus> = {}): JobStatus {
  return {
    jobId: 'job-1',
    state: 'queued',
    output: '',
    language: 'cpp',
    verdict: null,
    message: null,
    stdout: '',
    stderr: '',
    compileOutput: '',
    stdoutTruncated: false,
    stderrTruncated: false,
    compileOutputTruncated: false,
    exitCode: null,
    signal: null,
    cpuTimeMs: null,
    wallTimeMs: null,
    memoryBytes: null,
    compile: null,
    tests: null,
    queuePosition: null,
    progress: null,
    attempts: 0,
    createdAt: '2026-01-01T00:00:00Z',
    startedAt: null,
    finishedAt: null,
    ...part,
  };
}

export const accepted = (part: Partial<JobStatus> = {}): JobStatus =>
  status({ state: 'completed', verdict: 'accepted', exitCode: 0, cpuTimeMs: 1, wallTimeMs: 2, memoryBytes: 1024, attempts: 1, ...part });

type Answer<T> = T | Error;

/** A gateway that answers as it is told: each list is answered from in turn, its last entry for ever. */
export class FakeApi implements Api {
  runs: Answer<{ jobId: string }>[] = [{ jobId: 'job-1' }];
  statuses: Answer<JobStatus>[] = [status()];
  /** One list for each time that events are asked for; `null` at its end leaves the stream open. */
  streams: (Answer<JobEvent> | null)[][] = [[null]];
  cancels: Answer<undefined>[] = [undefined];
  clusters: Answer<Cluster>[] = [];
  asked: string[] = [];

  languages = (): Promise<never> => Promise.reject(new Error('not asked for'));
  statusBytes = (): Promise<never> => Promise.reject(new Error('not asked for'));
  request = (): Promise<never> => Promise.reject(new Error('not asked for'));

  run = (): Promise<{ jobId: string }> => this.answer('run', this.runs);
  status = (): Promise<JobStatus> => this.answer('status', this.statuses);
  cluster = (): Promise<Cluster> => this.answer('cluster', this.clusters);
  cancel = async (): Promise<void> => {
    await this.answer('cancel', this.cancels);
  };

  async *events(_: string, signal: AbortSignal): AsyncGenerator<JobEvent> {
    this.asked.push('events');
    for (const event of this.next(this.streams)) {
      await Promise.resolve();
      if (event instanceof Error) throw event;
      if (event !== null) yield event;
      else
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new DOMException('Aborted', 'AbortError'));
          });
        });
    }
  }

  private async answer<T>(name: string, answers: Answer<T>[]): Promise<T> {
    this.asked.push(name);
    await Promise.resolve();
    const answer = this.next(answers);
    if (answer instanceof Error) throw answer;
    return answer;
  }

  private next<T>(list: T[]): T {
    const first = list.length > 1 ? list.shift() : list[0];
    return first as T;
  }
}
