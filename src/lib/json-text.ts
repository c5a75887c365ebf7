/** JSON that is kept and sent as a text. @returns undefined when the text is no JSON */
export function parsedJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
