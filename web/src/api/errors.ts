/** The gateway answered and refused. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    message: string,
    /** Messages by field, for example `files[1].name`. */
    readonly fields: Record<string, string[]> = {},
    /** When to try again, in seconds; null where the gateway doesn't say. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }

  /** Whether the same request may be taken later. */
  get isTemporary(): boolean {
    return this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/** No answer came: the gateway is away, or the network is. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';

  constructor(cause: unknown) {
    super('The server does not answer.', { cause });
  }
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

interface ProblemBody {
  error?: unknown;
  detail?: unknown;
  errors?: unknown;
}

/** Reads why a request was refused; a proxy in between may have answered with anything. */
export async function readProblem(response: Response): Promise<ApiError> {
  const body = await readJson(response);
  const told = typeof body.error === 'string' ? body.error : body.detail;
  const message = typeof told === 'string' && told !== '' ? told : `The server answered ${response.status} ${response.statusText}`.trim() + '.';
  return new ApiError(response.status, message, readFields(body.errors), readRetryAfter(response.headers.get('Retry-After')));
}

async function readJson(response: Response): Promise<ProblemBody> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? body : {};
  } catch (error) {
    if (isAbort(error)) throw error;
    return {};
  }
}

function readFields(errors: unknown): Record<string, string[]> {
  if (typeof errors !== 'object' || errors === null) return {};
  const fields: Record<string, string[]> = {};
  for (const [field, messages] of Object.entries(errors)) {
    if (Array.isArray(messages)) fields[field] = messages.filter((message) => typeof message === 'string');
  }
  return fields;
}

/** Seconds; the header may also be a date, which no gateway of ours sends. */
function readRetryAfter(header: string | null): number | null {
  if (header === null || !/^\d+$/.test(header)) return null;
  return Number(header);
}
