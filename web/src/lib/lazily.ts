/** Made when it is first needed, and kept. Making a format of dates takes milliseconds, and few pages need all of them. */
export function lazily<Made>(make: () => Made): () => Made {
  let made: { it: Made } | undefined;
  return () => (made ??= { it: make() }).it;
}
