import { useEffect, useState, useSyncExternalStore } from 'react';
import { httpApi } from '../../api/client';
import { ClusterWatch, type WatchState } from './watch';

/** The cluster, live while the page can be seen. */
export function useCluster(): WatchState & { retry: () => void } {
  const [watch] = useState(() => new ClusterWatch(httpApi));
  const state = useSyncExternalStore(watch.subscribe, watch.getState);
  useEffect(() => {
    const follow = (): void => {
      if (document.hidden) watch.stop();
      else watch.start();
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      watch.stop();
    };
  }, [watch]);
  return {
    ...state,
    retry: () => {
      watch.stop();
      watch.start();
    },
  };
}
