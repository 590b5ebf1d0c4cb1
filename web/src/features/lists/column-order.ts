/** Takes a column away, or adds it at the end. The last one stays: a list of nothing but names says little. */
export function toggled(names: readonly string[], name: string): string[] {
  if (!names.includes(name)) return [...names, name];
  return names.length > 1 ? names.filter((each) => each !== name) : [...names];
}

/** Moves a column by so many places, not beyond the ends. */
export function movedBy(names: readonly string[], name: string, step: number): string[] {
  const from = names.indexOf(name);
  const to = from + step;
  if (from < 0 || to < 0 || to >= names.length) return [...names];
  const rest = names.filter((each) => each !== name);
  return [...rest.slice(0, to), name, ...rest.slice(to)];
}
