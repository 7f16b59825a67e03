import type { Point } from './history';
import { formatCount, formatRate, formatSeconds } from './units';

export interface ChartSeries {
  label: string;
  key: Exclude<keyof Point, 'at'>;
}

/** One chart: what it shows of each point. */
export interface ChartSpec {
  title: string;
  /** What the numbers are, for people. */
  unit: string;
  series: readonly [ChartSeries, ChartSeries];
  format: (value: number | null) => string;
  /** The least upper end of the scale. */
  least: number;
}

export const CHARTS: readonly ChartSpec[] = [
  {
    title: 'Throughput',
    unit: 'submissions a second',
    series: [
      { label: 'Finished', key: 'finished' },
      { label: 'Handed in', key: 'accepted' },
    ],
    format: formatRate,
    least: 1,
  },
  {
    title: 'Wait and run time',
    unit: 'mean of a submission',
    series: [
      { label: 'Run', key: 'run' },
      { label: 'Wait', key: 'wait' },
    ],
    format: formatSeconds,
    least: 0.1,
  },
  {
    title: 'Queue',
    unit: 'submissions that wait',
    series: [
      { label: 'Interactive', key: 'interactive' },
      { label: 'Batch', key: 'batch' },
    ],
    format: formatCount,
    least: 4,
  },
  {
    title: 'Slots',
    unit: 'of all silos that are active',
    series: [
      { label: 'Busy', key: 'busy' },
      { label: 'All', key: 'slots' },
    ],
    format: formatCount,
    least: 2,
  },
];
