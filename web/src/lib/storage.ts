/** Reading and writing what this browser remembers. A browser that refuses storage forgets, and nothing breaks. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is full or not allowed: the setting lasts as long as this page.
  }
}
