import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartSpec } from './charts';
import { SPAN, type Point } from './history';

const HEIGHT = 180;
const AXIS_WIDTH = 62;
const FONT = '12px system-ui, sans-serif';
const DASH = [6, 4];
const HEADROOM = 1.1;
/** A page that was just opened shows its first minute, not ten of which it saw nothing; in seconds. */
const SHORTEST = 60;
const MINUTE = 60;
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const SECONDS = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** Makes an empty chart as wide as `host`, in the page's present colours. */
export function makePlot(spec: ChartSpec, host: HTMLElement): uPlot {
  const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const axis = { font: FONT, stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
  const whole = spec.least > 1;
  return new uPlot(
    {
      width: host.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { range: (plot) => rangeOf(plot.data[0]) },
        y: { range: (_, __, max) => [0, Math.max(spec.least, max * HEADROOM)] },
      },
      axes: [
        { ...axis, space: 70, values: (_, times) => times.map((time) => clockFor(times).format(time * 1000)) },
        {
          ...axis,
          size: AXIS_WIDTH,
          values: (_, values) => values.map((value) => (value === 0 ? '0' : spec.format(value))),
          ...(whole && { incrs: [1, 2, 5].flatMap((one) => Array.from({ length: 7 }, (_, power) => one * 10 ** power)).sort((a, b) => a - b) }),
        },
      ],
      series: [
        {},
        ...spec.series.map((series, index) => ({
          label: series.label,
          stroke: colour(index === 0 ? '--accent' : '--warn'),
          width: 2,
          // Apart by more than the colour.
          ...(index > 0 && { dash: DASH }),
          points: { show: false },
        })),
      ],
    },
    toColumns(spec, []),
    host,
  );
}

/** By the points themselves: of a single one the library makes a whole day. */
function rangeOf(times: ArrayLike<number>): [number, number] {
  const last = times[times.length - 1] ?? 0;
  return [Math.max(last - SPAN, Math.min(times[0] ?? last, last - SHORTEST)), last];
}

function clockFor(times: readonly number[]): Intl.DateTimeFormat {
  const [first, second] = times;
  return first !== undefined && second !== undefined && second - first < MINUTE ? SECONDS : CLOCK;
}

/** The points as the chart takes them. */
export function toColumns(spec: ChartSpec, points: readonly Point[]): uPlot.AlignedData {
  return [points.map((point) => point.at), ...spec.series.map(({ key }) => points.map((point) => point[key]))] as uPlot.AlignedData;
}

export function resize(plot: uPlot, width: number): void {
  if (width > 0 && width !== plot.width) plot.setSize({ width, height: HEIGHT });
}
