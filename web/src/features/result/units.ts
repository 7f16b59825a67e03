const MS_PER_SECOND = 1000;
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB'];

/** For example `1.48 ms`, `320 ms`, `2.05 s`. */
export function formatTime(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(2)} ms`;
  if (milliseconds < MS_PER_SECOND) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / MS_PER_SECOND).toFixed(2)} s`;
}

/** For example `12.4 s` or `2 min 05 s`: time that somebody waits. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / MS_PER_SECOND;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
}

/** For example `1.44 MiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${BYTE_UNITS[unit] ?? ''}`;
}

/** For example `1 test` or `3 tests`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
