import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';
import 'fake-indexeddb/auto';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  // jsdom knows no media; the page is wide and light.
  window.matchMedia = (query: string) =>
    ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;
});

afterEach(() => {
  cleanup();
});
