import { formatTime } from '../result/units';

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const UNKNOWN = '–';

/** For example `12,345`. */
export function formatCount(number: number | null): string {
  return number === null ? UNKNOWN : NUMBER.format(number);
}

/** A number a second, for example `0.25`, `3.1`, `3,668`. */
export function formatRate(rate: number | null): string {
  if (rate === null) return UNKNOWN;
  if (rate === 0) return '0';
  return rate < 1 ? rate.toFixed(2) : rate < 100 ? rate.toFixed(1) : NUMBER.format(rate);
}

/** For example `320 ms`. */
export function formatSeconds(seconds: number | null): string {
  return seconds === null ? UNKNOWN : formatTime(seconds * 1000);
}

/** For example `37 %`. */
export function formatShare(share: number | null): string {
  return share === null ? UNKNOWN : `${Math.round(share * 100)} %`;
}
