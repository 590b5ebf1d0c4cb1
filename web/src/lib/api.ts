import type { Problem } from '@/api/service';

const ROOT = '/api/v1';

/** A request that the server refused, with its own words; or one that never reached it (`status` 0). */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
}

export const isStatus = (error: unknown, status: number): boolean =>
  error instanceof ProblemError && error.status === status;

/** What to tell a person about a failed request. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong in this page. Load it again.';
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = { title: `The server answered ${response.status}.`, status: response.status };
  try {
    const body = (await response.json()) as Partial<Problem> | null;
    return { ...fallback, ...body, status: response.status };
  } catch {
    return fallback;
  }
}

/** One request as it is, whatever the answer. */
export const request = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(ROOT + path, { credentials: 'same-origin', ...init });

/** The answer to a request if it is a 2xx; everything else is a `ProblemError`. */
export async function answered(asked: Promise<Response>, signal?: AbortSignal | null): Promise<Response> {
  let response: Response;
  try {
    response = await asked;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ProblemError({ title: 'Rotunda does not answer. Check that the server runs.', status: 0 });
  }
  if (!response.ok) throw new ProblemError(await problemOf(response));
  return response;
}

/** Sends one request and gives back the answer if it is a 2xx; everything else is a `ProblemError`. */
export const send = (path: string, init: RequestInit = {}): Promise<Response> =>
  answered(request(path, init), init.signal);

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await send(path, { headers: { Accept: 'application/json' }, ...(signal && { signal }) });
  return (await response.json()) as T;
}

/** For methods that change something. An answer without a body gives undefined. */
export async function sendJson<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await send(path, {
    method,
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** "?q=plan%3Apro&limit=50", without the parameters that are not set. */
export function queryString(parameters: Record<string, string | number | null | undefined>): string {
  const set = Object.entries(parameters).filter(
    (each): each is [string, string | number] => each[1] !== undefined && each[1] !== null && each[1] !== '',
  );
  const text = new URLSearchParams(set.map(([name, value]) => [name, value.toString()])).toString();
  return text ? `?${text}` : '';
}
