import { useEffect, useState, useSyncExternalStore } from 'react';
import { browserStorage } from '../browser/storage';

/** The time, told anew every `interval` milliseconds while `active`. */
export function useNow(active: boolean, interval: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return;
    const tick = (): void => {
      setNow(Date.now());
    };
    tick();
    const timer = setInterval(tick, interval);
    return () => {
      clearInterval(timer);
    };
  }, [active, interval]);
  return now;
}

/** Whether a media query holds. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => {
        media.removeEventListener('change', changed);
      };
    },
    () => matchMedia(query).matches,
  );
}

/** A value that the browser keeps from visit to visit. */
export function useStored<T>(key: string, initial: T, isValid: (value: unknown) => value is T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    try {
      const stored: unknown = JSON.parse(browserStorage.get(key) ?? 'null');
      return isValid(stored) ? stored : initial;
    } catch {
      // Not written by this page.
      return initial;
    }
  });
  const store = (next: T): void => {
    setValue(next);
    browserStorage.set(key, JSON.stringify(next));
  };
  return [value, store];
}
