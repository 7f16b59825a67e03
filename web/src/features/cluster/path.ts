/** Where the gateway serves the cluster page. */
export const CLUSTER_PATH = '/ui/cluster';
