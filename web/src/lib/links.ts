/** The address if a person may follow it, else undefined: sources are not trusted to name `javascript:` and the like. */
export function safeUrl(url: string | null | undefined): string | undefined {
  if (!url) return undefined;
  try {
    const { protocol } = new URL(url);
    return protocol === 'https:' || protocol === 'http:' ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Where the user was, if it is a page of ours: never a way out of the site after sign-in. */
export function ownPath(path: unknown): string | undefined {
  if (typeof path !== 'string' || !path.startsWith('/') || /^\/[/\\]/.test(path)) return undefined;
  return path;
}
