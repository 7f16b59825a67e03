const PARAMETER = 'job';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The address that shows a job to whoever has it. */
export function shareLink(jobId: string, base: string = location.href): string {
  const url = new URL('/', base);
  url.searchParams.set(PARAMETER, jobId);
  return url.href;
}

/** The job that an address shows; null for the editor page, `invalid` where the address was mangled. */
export function sharedJob(address: string): string | null {
  const id = new URL(address).searchParams.get(PARAMETER);
  if (id === null) return null;
  return UUID.test(id.trim()) ? id.trim().toLowerCase() : 'invalid';
}
