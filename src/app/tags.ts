/**
 * What `ENV_TAGS` says of this process, for logs, metrics and reported errors alike. A variable that is not set has no tag.
 * @param pairs `tag:VARIABLE` each
 */
export function tagsOf(pairs: readonly string[], environment: Record<string, string | undefined> = process.env): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const pair of pairs) {
    const [tag = '', variable = ''] = pair.split(':');
    const value = environment[variable];
    if (value) tags[tag] = value;
  }
  return tags;
}
